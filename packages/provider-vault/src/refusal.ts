import { type HostResponse, retryAfterMs } from "@keyferry/core/provider";
import { isRecord, parseAnswer } from "./answers.ts";

/** What Vault says by its texts alone. The texts themselves are not kept. */
export type Trait = "sealed" | "invalid-token" | "missing-token" | "no-route" | "versioned";

/** The version of a secret that Vault would have given, had it not been deleted or destroyed. */
export interface GoneVersion {
  readonly version: number;
  readonly destroyed: boolean;
}

/** An answer with another status than success, of which only this is kept: its body may hold anything. */
export interface Refusal {
  readonly status: number;
  /** The body is of the form of Vault's: https://developer.hashicorp.com/vault/api-docs#error-response */
  readonly ofVault: boolean;
  readonly traits: ReadonlySet<Trait>;
  /** With the 404 of a deleted or destroyed version. */
  readonly gone?: GoneVersion;
  readonly retryAfterMs?: number;
}

/** Carries a {@link Refusal} through the library. It never leaves the client. */
export class RefusedAnswer extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super("Vault refuses the request");
    this.refusal = refusal;
  }
}

/**
 * Vault's texts that tell cases apart. "invalid token" stands beside "permission denied" in newer versions
 * (https://github.com/hashicorp/vault/pull/26687); the text about versioned engines is that of a KV version 2 mount that
 * is asked as version 1 (https://github.com/hashicorp/vault-plugin-secrets-kv).
 */
const TRAITS: readonly (readonly [RegExp, Trait])[] = [
  [/\bis sealed\b/i, "sealed"],
  [/\b(invalid|bad) token\b/i, "invalid-token"],
  [/\bmissing client token\b/i, "missing-token"],
  [/\bno handler for route\b/i, "no-route"],
  [/\binvalid path for a versioned k\/v\b/i, "versioned"],
];

function textsOf(of: unknown): string[] {
  return Array.isArray(of) ? of.filter((text) => typeof text === "string") : [];
}

function goneVersion(data: unknown): GoneVersion | undefined {
  const metadata = isRecord(data) && isRecord(data.metadata) ? data.metadata : {};
  const { version, destroyed, deletion_time: deleted } = metadata;
  if (typeof version !== "number" || !Number.isSafeInteger(version)) return undefined;
  if (destroyed === true) return { version, destroyed: true };
  return typeof deleted === "string" && deleted !== "" ? { version, destroyed: false } : undefined;
}

/** Reads an answer that is no success. Never throws. */
export function readRefusal({ status, headers, body }: HostResponse): Refusal {
  const json = parseAnswer(body, headers["content-type"]);
  const errors = json?.errors;
  const warnings = json?.warnings;
  const texts = [...textsOf(errors), ...textsOf(warnings)];
  const gone = goneVersion(json?.data);
  const pause = retryAfterMs(headers["retry-after"] ?? "", new Date());
  return {
    status,
    ofVault: json !== undefined && (Array.isArray(errors) || Array.isArray(warnings) || gone !== undefined),
    traits: new Set(TRAITS.filter(([text]) => texts.some((one) => text.test(one))).map(([, trait]) => trait)),
    ...(gone === undefined ? {} : { gone }),
    ...(pause === undefined ? {} : { retryAfterMs: pause }),
  };
}
