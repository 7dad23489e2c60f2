import type { SecretType } from "../settings/model.ts";

/** Words in names, as people and managers write them; if a name has several, the first match here counts. */
const WORDS: readonly (readonly [SecretType, RegExp])[] = [
  ["private-key", /\b(?:private key|privatekey|ssh key|sshkey|deploy key|id (?:rsa|dsa|ecdsa|ed25519)|pem|ppk)\b/],
  [
    "password",
    /\b(?:pass(?:word|wd|phrase|code)?|pwd|pw|pin|secret(?: access)? key|api ?key|sse ?c ?key|token|credential|secret)\b/,
  ],
  ["username", /\b(?:user(?: ?name| ?id)?|usr|uid|login|account(?: name)?|access key id|client id|e ?mail)\b/],
];

/**
 * The type that a name suggests (`private_key`, `dbUser`, `/login/pwd`), or undefined. It is a guess for a person to
 * confirm.
 */
export function guessType(name: string): SecretType | undefined {
  const words = name
    .replace(/(?<=\p{Ll}|\d)(?=\p{Lu})/gu, " ")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ");
  return WORDS.find(([, pattern]) => pattern.test(words))?.[0];
}
