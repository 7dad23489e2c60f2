/** Controls other than tab and line breaks, halves of characters, and code points that are no character: never text. */
const NO_TEXT = /[\p{Cn}\p{Co}\p{Cs}]|(?![\t\r\n])\p{Cc}/u;
/** The alphabets: everything up to U+1FFF, punctuation, currency signs and emoji. */
const ALPHABETIC = /^[\s -\u20cf\p{Extended_Pictographic}]+$/u;
const CHINESE_OR_JAPANESE = /^[\s -\u00ff\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef\p{Extended_Pictographic}]+$/u;
const KOREAN = /^[\s -\u00ff\u3000-\u303f\uac00-\ud7a3\p{Extended_Pictographic}]+$/u;

function decode(encoding: "utf-8" | "utf-16le", bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
    return NO_TEXT.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/**
 * The text of a blob; `undefined` where it is none, so that its bytes are taken as they are. The system says of a generic
 * credential's blob only that the application defines it
 * (https://learn.microsoft.com/en-us/windows/win32/api/wincred/ns-wincred-credentialw, `CredentialBlob`). The Control
 * Panel, cmdkey and most libraries write UTF-16LE; others write UTF-8
 * (https://github.com/jaraco/keyring/issues/438, https://github.com/danieljoos/wincred/issues/19).
 *
 * What is text in one encoding alone is that text: ASCII in UTF-16 has zero bytes, which no UTF-8 text has. What would be
 * text in both is UTF-8, unless every second byte is below 32, as letters of every alphabet are in UTF-16 and as no
 * UTF-8 text is. UTF-16 that is not all of alphabets, of Chinese or Japanese, or of Korean is no text: random bytes pass
 * for a medley of scripts.
 */
export function textOf(blob: Uint8Array): string | undefined {
  const utf8 = decode("utf-8", blob);
  const utf16 = blob.length % 2 === 0 ? decode("utf-16le", blob) : undefined;
  if (utf16 === undefined) return utf8;
  if (utf8 !== undefined) return blob.every((byte, index) => index % 2 === 0 || byte < 0x20) ? utf16 : utf8;
  return [ALPHABETIC, CHINESE_OR_JAPANESE, KOREAN].some((known) => known.test(utf16)) ? utf16 : undefined;
}
