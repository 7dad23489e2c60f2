import type { Credentials } from "@keyferry/core";

/** The sealed content of a login: the credentials, and a copy of what the file says about them in plain text. */
export interface SealedContent {
  readonly credentials: Credentials;
  readonly sealedAt: string;
  readonly expiresAt?: string;
}

export function formatLogin(content: SealedContent): Buffer {
  return Buffer.from(JSON.stringify(content), "utf8");
}

/** Undefined for content that no Keyferry sealed, although it could be opened. */
export function parseLogin(plain: Buffer): SealedContent | undefined {
  const content = JSON.parse(plain.toString("utf8")) as Partial<SealedContent>;
  const { credentials, sealedAt } = content;
  if (typeof sealedAt !== "string" || typeof credentials !== "object" || credentials === null) return undefined;
  if (!Object.values(credentials).every((text) => typeof text === "string")) return undefined;
  return { ...content, credentials, sealedAt };
}

/** Credentials as one text, the same whatever the order of their fields. */
export function canonicalCredentials(credentials: Credentials): string {
  return JSON.stringify(Object.entries(credentials).sort(([a], [b]) => (a < b ? -1 : 1)));
}
