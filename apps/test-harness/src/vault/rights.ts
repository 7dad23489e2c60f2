import { Denials } from "../http/denials.ts";
import { denied } from "./answers.ts";
import type { VaultOperation } from "./calls.ts";
import type { Incoming } from "./incoming.ts";

/** What to deny: an operation, a secret or folder by its name below the mount, both, or, with neither, all of the engines. */
export interface Denial {
  readonly operation?: VaultOperation;
  readonly name?: string;
}

/** The rights of a store's tokens: everything, less what was denied. The root token has them too: it is only a token here. */
export class Rights extends Denials<Denial> {
  /** Throws `Refused` unless the request is allowed. Rights come first: who has none cannot tell whether a secret exists. */
  check({ operation, name }: Incoming): void {
    const inEngine = name !== undefined || operation === "mounts";
    const refused = this.isDenied(
      (denial) =>
        (denial.operation === undefined ? inEngine : denial.operation === operation) &&
        (denial.name === undefined || denial.name === name),
    );
    if (refused) throw denied();
  }
}
