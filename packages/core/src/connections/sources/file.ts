import { isAbsolute } from "node:path";
import { isPlainLine } from "../../plugins/safe-text.ts";
import { readCredentialFile } from "./credential-file.ts";
import { MAX_CREDENTIAL_BYTES } from "./credential-text.ts";
import type { SourceKind } from "./source.ts";

const RULES = { maxBytes: MAX_CREDENTIAL_BYTES, forbidden: () => 0o077 };

/** `file:/absolute/path`: a file that only this user or root can read, read anew at each opening. */
export const fileSource: SourceKind = {
  kind: "file",
  form: "file:/absolute/path",
  parse(rest) {
    if (!isAbsolute(rest) || !isPlainLine(rest) || rest.length > 4_096) return undefined;
    return { read: (reader) => readCredentialFile(rest, reader, RULES) };
  },
};
