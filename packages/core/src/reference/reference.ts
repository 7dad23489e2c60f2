import { KeyferryError } from "../contract/failure.ts";

/** A use of a secret as text: of one that is defined here by name, or of a remote one by its address. */
export type Reference =
  | { readonly kind: "secret"; readonly name: string }
  | {
      readonly kind: "remote";
      readonly connection: string;
      readonly remoteName: string;
      readonly version?: string;
      /** A member's name, or a JSON Pointer if it starts with `/`. */
      readonly key?: string;
    };

const SCHEME = "keyferry:";
const VERSION = "version=";

/** Whether a text claims to be a reference, well formed or not. */
export function looksLikeReference(text: string): boolean {
  return text.startsWith(SCHEME);
}

/**
 * Reads `keyferry:NAME` or `keyferry://CONNECTION/REMOTE-NAME?version=V#KEY`. All parts are percent-decoded once; nothing is
 * normalised. Throws `KeyferryError` (`usage`) that gives the position, counted from 1.
 */
export function parseReference(text: string): Reference {
  if (!text.startsWith(SCHEME)) throw bad(text, 1, `a reference starts with ${SCHEME}`);
  if (!text.startsWith(`${SCHEME}//`)) {
    const at = SCHEME.length;
    const name = decode(text, at, text.length, "the secret's name");
    return { kind: "secret", name };
  }
  const start = SCHEME.length + 2;
  const hash = text.indexOf("#", start);
  const beforeKey = hash < 0 ? text.length : hash;
  const question = text.slice(0, beforeKey).indexOf("?", start);
  const nameEnd = question < 0 ? beforeKey : question;
  const slash = text.slice(0, nameEnd).indexOf("/", start);
  if (slash < 0) throw bad(text, nameEnd + 1, "after the connection comes / and the remote name");
  const connection = decode(text, start, slash, "the connection's name");
  const remoteName = decode(text, slash + 1, nameEnd, "the remote name");
  const version = question < 0 ? undefined : readVersion(text, question + 1, beforeKey);
  const key = hash < 0 ? undefined : decode(text, hash + 1, text.length, "the key");
  return {
    kind: "remote",
    connection,
    remoteName,
    ...(version === undefined ? {} : { version }),
    ...(key === undefined ? {} : { key }),
  };
}

/** Writes a reference so that {@link parseReference} reads the same again. */
export function formatReference(reference: Reference): string {
  if (reference.kind === "secret") {
    // "keyferry://" opens the other form, so a name that starts with slashes has them encoded.
    return SCHEME + encode(reference.name).replace(/^\/+/, (slashes) => "%2F".repeat(slashes.length));
  }
  const version = reference.version === undefined ? "" : `?${VERSION}${encode(reference.version)}`;
  const key = reference.key === undefined ? "" : `#${encode(reference.key)}`;
  return `${SCHEME}//${encode(reference.connection).replaceAll("/", "%2F")}/${encode(reference.remoteName)}${version}${key}`;
}

function readVersion(text: string, start: number, end: number): string {
  if (!text.startsWith(VERSION, start)) throw bad(text, start + 1, `after ? comes ${VERSION}`);
  return decode(text, start + VERSION.length, end, "the version");
}

/** Decodes `text[start, end)` once. An escape that is no escape, or no UTF-8, is an error at its own position. */
function decode(text: string, start: number, end: number, what: string): string {
  if (start >= end) throw bad(text, start + 1, `${what} is missing`);
  const part = text.slice(start, end);
  if (!part.isWellFormed()) throw bad(text, start + 1 + firstLone(part), `${what} holds half of a character`);
  const broken = /%(?![0-9A-Fa-f]{2})/.exec(part);
  if (broken)
    throw bad(text, start + 1 + broken.index, "% is followed by two hexadecimal digits; write %25 for % itself");
  return part.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run, at: number) => {
    try {
      return decodeURIComponent(run);
    } catch {
      throw bad(text, start + 1 + at, "these escapes are not UTF-8");
    }
  });
}

/** The index of the first surrogate without its other half. */
function firstLone(part: string): number {
  let at = 0;
  for (const character of part) {
    if (!character.isWellFormed()) return at;
    at += character.length;
  }
  return at;
}

/** Escapes what the grammar reads, and what no terminal or line should carry. */
function encode(part: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is escaped here.
  return part.replace(/[%?#\s\u0000-\u001f\u007f]/g, (character) => encodeURIComponent(character));
}

function bad(text: string, position: number, message: string): KeyferryError {
  return new KeyferryError({
    code: "usage",
    message: `${message}, at position ${position}`,
    where: `reference ${JSON.stringify(text.length > 120 ? `${text.slice(0, 120)}…` : text)}`,
    hint: "write keyferry:NAME, or keyferry://CONNECTION/REMOTE-NAME?version=V#KEY",
  });
}
