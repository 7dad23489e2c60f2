import type { ProviderFailure } from "@keyferry/core/provider";

/** A pinned version, as `GetSecretValue` takes it. */
export type Pin = { readonly VersionId: string } | { readonly VersionStage: string };

const PRINTABLE = /^[\x21-\x7e]+$/;

const REFUSED: ProviderFailure = {
  code: "invalid-address",
  message: "this is neither a version ID nor a staging label",
  hint: "a version ID has 32 to 64 characters, a label such as AWSPREVIOUS up to 256; write id: or stage: before it to say which",
};

/**
 * Reads the version of an address. AWS keeps IDs and staging labels in two parameters, and nothing but their length
 * tells them apart: IDs are mostly UUIDs, but any 32 to 64 characters that a writer chose can be one, and labels may
 * have 1 to 256 (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html,
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html). So 32 to 64 characters are
 * an ID, anything else is a label, and `id:` or `stage:` before it says so outright.
 */
export function readPin(version: string): { readonly pin: Pin } | { readonly error: ProviderFailure } {
  if (!PRINTABLE.test(version)) return { error: REFUSED };
  const isId = (text: string) => text.length >= 32 && text.length <= 64;
  const isStage = (text: string) => text.length >= 1 && text.length <= 256;
  const [, kind, text = version] = /^(id|stage):(.*)$/.exec(version) ?? [];
  if (kind !== "stage" && isId(text)) return { pin: { VersionId: text } };
  if (kind !== "id" && isStage(text)) return { pin: { VersionStage: text } };
  return { error: REFUSED };
}
