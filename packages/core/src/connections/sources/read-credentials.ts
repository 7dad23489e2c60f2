import { type Failure, KeyferryError } from "../../contract/failure.ts";
import type { Field } from "../../contract/manifest.ts";
import { openForLogin } from "../../secret/open.ts";
import { Secret } from "../../secret/secret.ts";
import { credentialText, UNFIT_CREDENTIAL, UNFIT_TEXT } from "./credential-text.ts";
import type { SourceReader } from "./reader.ts";
import type { ReadContext } from "./source.ts";
import { parseSource } from "./source-table.ts";

/**
 * Reads the credentials of a connection from their sources, all at once. Throws one `KeyferryError` with everything
 * that could not be read (`unauthenticated`; `settings` for files that others could read or change; or the failure of a
 * link in a chain).
 */
export async function readCredentials(
  connection: string,
  fields: readonly Field[],
  sources: Readonly<Record<string, string>>,
  reader: SourceReader,
  context: Pick<ReadContext, "signal" | "anew">,
): Promise<ReadonlyMap<string, Secret<string>>> {
  const credentials = new Map<string, Secret<string>>();
  const failures: Failure[] = [];
  const readings = Object.entries(sources).map(async ([name, text]) => {
    const where = `connection ${connection}, credential ${name}`;
    return { name, where, reading: await parseSource(text).read(reader, { ...context, connection, field: name }) };
  });
  for (const { name, where, reading } of await Promise.all(readings)) {
    if (!reading.ok) {
      const { ok: _, ...failure } = reading;
      // If several fields share one source that does not open, that counts as one failure.
      if (failures.some(({ code, message }) => code === failure.code && message === failure.message)) continue;
      failures.push({ where, connection, ...failure });
      continue;
    }
    const field = fields.find((candidate) => candidate.name === name);
    const value = credentialText(openForLogin(reading.value), field);
    if (value !== undefined) {
      credentials.set(name, new Secret(value));
      continue;
    }
    failures.push({
      code: "unauthenticated",
      message: field?.multiline === true ? UNFIT_TEXT : UNFIT_CREDENTIAL,
      where,
      hint: "check what its source holds",
      connection,
    });
  }
  const [first, ...rest] = failures;
  if (first !== undefined) throw new KeyferryError(first, ...rest);
  return credentials;
}
