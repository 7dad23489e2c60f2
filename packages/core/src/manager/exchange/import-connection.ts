import { validateConnection } from "../../connections/validate.ts";
import { type Failure, KeyferryError } from "../../contract/failure.ts";
import type { FieldValue } from "../../contract/manifest.ts";
import type { ProviderPlugin } from "../../contract/plugin.ts";
import type { ConnectionDefinition, SecretDefinition, Settings } from "../../settings/model.ts";
import { checkName, nameKey } from "../../settings/names.ts";
import { quote } from "../../settings/quote.ts";
import { checkNewSecret } from "../check-new-secret.ts";
import { refuseTaken } from "../named.ts";
import type { ConnectionExport, ForeignFile } from "./read-export.ts";

export interface ConnectionImportInput {
  readonly file: ForeignFile;
  /** A name to use instead of the file's. */
  readonly name?: string;
  /** Sensitive field → source. The file contains none. */
  readonly sources?: Readonly<Record<string, string>>;
  /** The settings' revision for which a plan was made: either exactly what was shown is done, or nothing. */
  readonly revision?: number;
}

/** What an import would make, for a person to review. */
export interface ConnectionImport {
  readonly connection: string;
  readonly provider: string;
  /** Where the login would be sent. */
  readonly origin: Readonly<Record<string, FieldValue>>;
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly method: string;
  readonly sources: Readonly<Record<string, string>>;
  readonly secrets: readonly Omit<SecretDefinition, "connection">[];
  readonly revision: number;
}

/** Plans an import. Pure. Throws `KeyferryError` with everything that prevents it. */
export function planConnectionImport(
  settings: Settings,
  plugin: ProviderPlugin,
  input: ConnectionImportInput,
  read: ConnectionExport,
) {
  const { fields, auth, provider } = read.connection;
  const name = checkName(input.name ?? read.connection.name, "connection");
  refuseTaken("connection", settings.connections, name);
  const valid = validateConnection(plugin.manifest, {
    name,
    fields: { ...fields, ...auth.fields },
    auth: auth.method,
    sources: input.sources ?? {},
  });
  const definition: ConnectionDefinition = {
    name,
    provider,
    fields: valid.fields,
    auth: valid.auth,
    confirmedOrigin: valid.origin,
  };
  const place = { name, fields: valid.fields, auth: { method: valid.auth.method, fields: valid.auth.fields } };
  const failures: Failure[] = [];
  const taken = new Map([...settings.secrets.values()].map((secret) => [nameKey(secret.name), secret.name]));
  const secrets = read.secrets.map((secret) => {
    checkNewSecret({ ...secret, connection: name });
    const own = checkName(secret.name, "secret");
    const other = taken.get(nameKey(own));
    if (other !== undefined) failures.push(takenSecret(other));
    taken.set(nameKey(own), own);
    const found = plugin.address(secret.remoteName, place);
    if (!found.ok) failures.push({ ...found.error, where: `secret ${quote(own)}` });
    return { ...secret, name: own, remoteName: found.ok ? found.name : secret.remoteName };
  });
  const [first, ...rest] = failures;
  if (first !== undefined) throw new KeyferryError(first, ...rest);
  const view: ConnectionImport = {
    connection: name,
    provider,
    origin: valid.origin,
    fields: { ...valid.fields, ...valid.auth.fields },
    method: valid.auth.method,
    sources: valid.auth.sources,
    secrets,
    revision: settings.revision,
  };
  return { definition, secrets, view };
}

function takenSecret(name: string): Failure {
  return {
    code: "rule",
    where: `secret ${quote(name)}`,
    message: "there is a secret of this name already",
    hint: "rename yours first, or take it out of the file",
    secret: name,
  };
}
