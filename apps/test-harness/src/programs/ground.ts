import { chmod, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeCertificates } from "../azure/certificates.ts";
import { removeFolder } from "../servers/remove-folder.ts";
import { makeAccount } from "./account.ts";
import type { Ground } from "./servers/service.ts";

/** Debian's `nobody` and `nogroup`. */
const NOBODY = { uid: 65_534, gid: 65_534 };

export type OpenGround = Ground & AsyncDisposable;

/** A folder for the servers of one run, with a certificate for `localhost`. Disposing it leaves nothing behind. */
export async function openGround(logs: string): Promise<OpenGround> {
  // Not below a home folder, which the servers' own user could not enter.
  const folder = await mkdtemp(join(tmpdir(), "keyferry-programs-"));
  await chmod(folder, 0o711);
  const { ca, server } = await makeCertificates();
  const write = async (name: string, text: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, text, { mode: 0o644 });
    return path;
  };
  const tls = {
    ca: await write("ca.pem", ca),
    cert: await write("cert.pem", server.cert),
    key: await write("key.pem", server.key),
  };
  return {
    folder,
    logs,
    account: makeAccount(),
    tls,
    ...(process.geteuid?.() === 0 ? { unprivileged: NOBODY } : {}),
    [Symbol.asyncDispose]: () => removeFolder(folder),
  };
}
