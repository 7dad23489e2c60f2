import { expect } from "vitest";
import { GuardedSession } from "../../src/connections/guarded-session.ts";
import { SESSION_LIMITS, type SessionLimits } from "../../src/connections/limits.ts";
import { isKeyferryError } from "../../src/contract/failure.ts";
import type { Address, FetchOutcome } from "../../src/contract/session.ts";
import { CANARY, MANIFEST, patient, session, thrownBy } from "./fixtures.ts";

export function guard(given: unknown, limits: Partial<SessionLimits> = {}) {
  return new GuardedSession(given, {
    connection: "prod",
    provider: "acme",
    redact: (text) => text.replaceAll(CANARY, "[secret]"),
    manifest: MANIFEST,
    limits: { ...SESSION_LIMITS, valueBytes: 1_000, listNames: 10, ...limits },
  });
}

export const bomb = () => {
  throw new Error(CANARY);
};
export const never = () => new Promise<never>(() => undefined);
export const A: Address = { name: "a" };
export const B: Address = { name: "b" };

/** What a `fetch` of `a` and `b` gives, for a plugin that answers so. */
export const fetched = (answer: unknown, limits?: Partial<SessionLimits>) =>
  guard(session({ fetch: async () => answer as FetchOutcome[] }), limits).fetch([A, B], patient());

export async function codeOf(run: Promise<unknown>): Promise<string | undefined> {
  const thrown = await thrownBy(run);
  if (!isKeyferryError(thrown)) throw new Error("no KeyferryError was thrown");
  expect(`${thrown.message}${JSON.stringify(thrown.failures)}${thrown.stack}`).not.toContain(CANARY);
  return thrown.failures[0]?.code;
}

export const codes = (outcomes: readonly FetchOutcome[]) => {
  expect(JSON.stringify(outcomes)).not.toContain(CANARY);
  return outcomes.map((outcome) => (outcome.ok ? "ok" : outcome.error.code));
};
export const text = (value: unknown) => ({ ok: true, payload: { kind: "text", text: value } });
