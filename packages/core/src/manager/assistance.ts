import type { Field } from "../contract/manifest.ts";
import type { SecretType } from "../settings/model.ts";
import type { CatalogueView, ConnectionView } from "./views.ts";

export interface SecretSuggestion {
  /** A name of ours that is free; absent if none can be derived from the manager's name. */
  readonly name?: string;
  readonly type?: SecretType;
}

/** For interfaces that ask a person. Nothing is changed, and no manager is asked. */
export interface Assistance {
  /** Throws `usage` if this cannot be a name, `rule` if it is taken: a person learns it before any other question. */
  checkFree(kind: "connection" | "secret" | "profile", name: string): Promise<void>;
  /** The connections to choose from, by name. Loads no provider, as `Connections.list` does. */
  connections(): Promise<readonly Pick<ConnectionView, "name" | "provider">[]>;
  /** What is wrong with a text for a field of a connection, without the text; undefined where nothing is. */
  fieldProblem(field: Field, text: string): string | undefined;
  /** Every setting that a profile can have. */
  catalogue(): readonly CatalogueView[];
  /** The type that a key or a name in the manager suggests (`db/private_key`, `/login/user`), or undefined. */
  guessType(name: string): SecretType | undefined;
  /** A name and a type for a new secret, derived from its name in the manager and its key. */
  suggestSecret(remoteName: string, key?: string): Promise<SecretSuggestion>;
}
