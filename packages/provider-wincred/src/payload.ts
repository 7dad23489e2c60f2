import type { Payload } from "@keyferry/core/provider";
import type { ReadCredential } from "./api.ts";
import { textOf } from "./blob-text.ts";

/**
 * What a generic credential holds: `username` and `password`, each where there is one. A blob that is no text is given as
 * its bytes, without a user name: a record holds text alone, and any spelling of bytes as text would be another value.
 */
export function toPayload({ userName, blob }: ReadCredential): Payload {
  const password = textOf(blob);
  if (password === undefined) return { kind: "bytes", bytes: blob };
  const json = JSON.stringify({
    ...(userName === undefined || userName === "" ? {} : { username: userName }),
    ...(blob.length === 0 ? {} : { password }),
  });
  // The bytes are ours alone, and the text was made from them.
  blob.fill(0);
  return { kind: "fields", json };
}
