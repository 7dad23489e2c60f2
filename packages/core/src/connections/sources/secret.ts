import { isPlainLine } from "../../plugins/safe-text.ts";
import { openForLogin } from "../../secret/open.ts";
import { Secret } from "../../secret/secret.ts";
import { MAX_CREDENTIAL_BYTES, tooLong } from "./credential-text.ts";
import type { SourceReader } from "./reader.ts";
import { failed, type ReadContext, type SourceKind, type SourceReading } from "./source.ts";

/** `secret:NAME`: a secret of another connection, by its definition; the settings hold the definition's id. */
export const secretSource: SourceKind = {
  kind: "secret",
  form: "secret:NAME",
  parse(rest) {
    if (rest === "" || rest.length > 300 || !isPlainLine(rest)) return undefined;
    return { secret: rest, read: (reader, context) => readSecret(rest, reader, context) };
  },
};

async function readSecret(
  id: string,
  { secrets }: SourceReader,
  { connection, signal }: ReadContext,
): Promise<SourceReading> {
  if (secrets === undefined) return failed("unsupported", "no secrets can be read here", "use another source");
  const reading = await secrets(id, signal);
  if (!reading.ok) {
    const { where } = reading;
    return { ...reading, ...(where === undefined ? {} : { where: `connection ${connection} → ${where}` }) };
  }
  const value = openForLogin(reading.value);
  if (typeof value !== "string") return failed("value", "the secret is not text", "use a secret that is text");
  if (Buffer.byteLength(value) > MAX_CREDENTIAL_BYTES) return tooLong("the secret");
  return { ok: true, value: new Secret(value) };
}
