import { type Failure, KeyferryError } from "../../contract/failure.ts";
import type { Field } from "../../contract/manifest.ts";
import { Secret } from "../../secret/secret.ts";
import { credentialText, UNFIT_CREDENTIAL } from "./credential-text.ts";
import type { SourceReader } from "./reader.ts";
import { parseSource } from "./source-table.ts";

/**
 * Reads the credentials of a connection from their sources, and seals each at once. Throws one `KeyferryError` with all that
 * could not be read (`unauthenticated`, or `settings` for a file that others could read or change).
 */
export async function readCredentials(
  connection: string,
  fields: readonly Field[],
  sources: Readonly<Record<string, string>>,
  reader: SourceReader,
): Promise<ReadonlyMap<string, Secret<string>>> {
  const credentials = new Map<string, Secret<string>>();
  const failures: Failure[] = [];
  for (const [name, text] of Object.entries(sources)) {
    const field = fields.find((candidate) => candidate.name === name);
    const where = `connection ${connection}, credential ${name}`;
    const reading = await parseSource(text).read(reader, name);
    if (!reading.ok) {
      const { ok: _, ...failure } = reading;
      // Several fields of one source that does not open have failed once.
      if (failures.some(({ code, message }) => code === failure.code && message === failure.message)) continue;
      failures.push({ ...failure, where, connection });
      continue;
    }
    const value = credentialText(reading.value, field);
    if (value !== undefined) {
      credentials.set(name, new Secret(value));
      continue;
    }
    failures.push({
      code: "unauthenticated",
      message: UNFIT_CREDENTIAL,
      where,
      hint: "check what its source holds",
      connection,
    });
  }
  const [first, ...rest] = failures;
  if (first !== undefined) throw new KeyferryError(first, ...rest);
  return credentials;
}
