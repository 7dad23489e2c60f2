import { isAbsolute, join, normalize } from "node:path";
import { readCredentialFile } from "./credential-file.ts";
import type { SourceReader } from "./reader.ts";
import { failed, type SourceKind, type SourceReading } from "./source.ts";

const FOLDER = "CREDENTIALS_DIRECTORY";

/**
 * systemd's own limit of one credential, and of all of a unit together: `CREDENTIAL_SIZE_MAX` in its src/shared/creds-util.h,
 * "1M" in https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#Credentials.
 */
const MAX_BYTES = 1024 * 1024;

/** A name is fit as a file's name and as a descriptor's (`credential_name_valid` in the same folder): ASCII, no `/`, no `:`. */
const NAME = /^(?!\.{1,2}$)[\x20-\x2e\x30-\x39\x3b-\x7e]{1,255}$/;

/**
 * For a unit with `User=`, systemd leaves the file with root and adds an access list for the user, whose mask `stat` shows in
 * the group's bits (0440); where the file system has no such lists it gives the file to the user (`write_credential` in
 * src/core/exec-credential.c). So the group of a file of root's may read, and nobody else.
 */
const RULES = {
  maxBytes: MAX_BYTES,
  forbidden: ({ uid }: { readonly uid: number }) => (uid === 0 ? 0o037 : 0o077),
};

/** `systemd:NAME`: a credential that systemd gives to the unit (`LoadCredential=`, `LoadCredentialEncrypted=`). */
export const systemdSource: SourceKind = {
  kind: "systemd",
  form: "systemd:NAME",
  parse(rest) {
    if (!NAME.test(rest)) return undefined;
    return { variable: FOLDER, read: (reader) => readCredential(rest, reader) };
  },
};

async function readCredential(name: string, reader: SourceReader): Promise<SourceReading> {
  const folder = reader.variable(FOLDER);
  const hint = `run it in a unit that has LoadCredential=${name}:PATH`;
  if (folder === undefined || folder === "") {
    return failed("unauthenticated", `systemd gave no credentials here: ${FOLDER} is not set`, hint);
  }
  if (!isAbsolute(folder) || normalize(folder) !== folder) {
    return failed("settings", `${FOLDER} holds no absolute path in its plain form`, hint);
  }
  const unfit = await folderFailure(folder, reader);
  return unfit ?? readCredentialFile(join(folder, name), reader, RULES);
}

/** Whoever can put files there can choose the login. */
async function folderFailure(folder: string, reader: SourceReader): Promise<SourceReading | undefined> {
  const stat = await reader.stat(folder).catch(() => undefined);
  const hint = `let systemd set ${FOLDER}`;
  if (!stat?.isDirectory()) return failed("unauthenticated", `the folder of ${FOLDER} is not there`, hint);
  if (reader.euid === undefined) return undefined;
  if (stat.uid !== reader.euid && stat.uid !== 0) {
    return failed("settings", `the folder of ${FOLDER} belongs to another user`, hint);
  }
  if ((stat.mode & 0o022) === 0) return undefined;
  return failed("settings", `the folder of ${FOLDER} lets other users put files there`, hint);
}
