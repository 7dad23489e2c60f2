import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { readCredentials } from "../../../../src/connections/sources/read-credentials.ts";
import { type SourceReader, systemReader } from "../../../../src/connections/sources/reader.ts";
import { isKeyferryError } from "../../../../src/contract/failure.ts";
import { openForLogin } from "../../../../src/secret/open.ts";
import { CANARY, field, thrownBy } from "../../fixtures.ts";

const FIELDS = [field("token", { sensitive: true }), field("pem", { sensitive: true, multiline: true })];

export const read = (
  sources: Record<string, string>,
  reader: SourceReader = systemReader({}),
  signal: AbortSignal = new AbortController().signal,
) => readCredentials("prod", FIELDS, sources, reader, { signal, anew: false });

/** The value of the only credential, opened. */
export async function value(sources: Record<string, string>, reader?: SourceReader): Promise<unknown> {
  const [secret] = (await read(sources, reader)).values();
  return secret === undefined ? undefined : openForLogin(secret);
}

/** What a reading failed with: never with the canary. */
export async function failures(sources: Record<string, string>, reader?: SourceReader, signal?: AbortSignal) {
  const thrown = await thrownBy(read(sources, reader, signal));
  if (!isKeyferryError(thrown)) throw thrown;
  expect(JSON.stringify(thrown.failures)).not.toContain(CANARY);
  return thrown.failures;
}

/** A folder for one test, private as systemd's are. */
export async function temporaryFolder() {
  const folder = await mkdtemp(join(tmpdir(), "keyferry-sources-"));
  return {
    path: folder,
    async file(content: string | Uint8Array, mode = 0o600, name = "credential"): Promise<string> {
      const path = join(folder, name);
      await rm(path, { force: true });
      await writeFile(path, content);
      await chmod(path, mode);
      return path;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
