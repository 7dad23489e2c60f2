import { KeyferryError, openForDelivery, type SealedValue } from "@keyferry/core/delivery";

/** Takes a helper's answer on its way out, whole. */
export type Write = (text: string) => void;

/** A value as text. Throws `KeyferryError` (`value`), which quotes nothing of it, where it is none or where the protocol could not carry it. */
export function answerText(name: string, value: SealedValue, oneLine: boolean): string {
  const opened = openForDelivery(value);
  const text = typeof opened === "string" ? opened : decoded(opened);
  if (text === undefined || !text.isWellFormed()) throw unfit(name, "is not text in UTF-8", "store it as text");
  if (oneLine && /[\0\r\n]/.test(text)) {
    throw unfit(name, "holds a line break or a NUL, which would end it", "take it off (trimNewline of the secret)");
  }
  return text;
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function unfit(name: string, says: string, hint: string): KeyferryError {
  return new KeyferryError({ code: "value", message: `the value for the ${name} ${says}`, hint, where: name });
}
