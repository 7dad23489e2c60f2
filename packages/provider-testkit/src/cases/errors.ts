import { isProviderError, PROVIDER_ERROR_CODES, type ProviderErrorCode } from "@keyferry/core/provider";
import { type ConformanceCase, has, needs, provokes } from "../conformance-case.ts";
import { ensure } from "../conformance-error.ts";
import { ensureCode, failureOf } from "../failures.ts";
import type { FaultKind } from "../harness.ts";
import { ensurePayload } from "../payloads.ts";
import { provokeAll } from "./provoke.ts";
import { callsOf } from "./recorded.ts";

interface FaultCase {
  readonly id: string;
  readonly kind: FaultKind;
  readonly says: string;
  readonly codes: readonly ProviderErrorCode[];
}

/** A read that meets a fault fails with one of these codes. */
const FAULTS: readonly FaultCase[] = [
  { id: "errors/throttled", kind: "throttle", says: "a manager that asks for fewer requests", codes: ["throttled"] },
  { id: "errors/unavailable", kind: "unavailable", says: "a manager that answers 5xx", codes: ["unavailable"] },
  { id: "errors/reset", kind: "reset", says: "a connection that breaks", codes: ["unavailable"] },
  { id: "errors/html", kind: "html", says: "a web page with status 200", codes: ["integrity"] },
  { id: "errors/corrupt", kind: "corrupt", says: "an answer that cannot be read", codes: ["integrity"] },
  { id: "errors/cut-off", kind: "cut-off", says: "an answer that ends early", codes: ["integrity", "unavailable"] },
  { id: "errors/endless-body", kind: "endless-body", says: "a body that does not end", codes: ["integrity"] },
];

function faultCase({ id, kind, says, codes }: FaultCase): ConformanceCase {
  return {
    id,
    title: `${says} is ${codes.join(" or ")}`,
    missing: provokes(kind),
    run: async (context) => {
      const { address } = await context.seedCanary("read");
      const session = await context.open();
      await session.fetch([address], context.patient());
      await context.harness.fault?.(kind);
      ensureCode(await failureOf(session.fetch([address], context.patient()), says), codes, says);
    },
  };
}

/** What could steer a terminal. */
const STEERING = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
const MEMBERS = new Set(["code", "message", "hint", "requestId", "retryAfterMs", "splitBatch"]);

export const errorCases: readonly ConformanceCase[] = [
  ...FAULTS.map(faultCase),
  {
    id: "errors/login-ended",
    title: "a login that has ended is unauthenticated, or made anew by the session",
    missing: provokes("login-ended"),
    run: async (context) => {
      const { address, payload } = await context.seedCanary("read");
      const session = await context.open();
      await session.fetch([address], context.patient());
      await context.harness.fault?.("login-ended");
      const reading = session.fetch([address], context.patient());
      const renewed = await reading.then(
        ([outcome]) => outcome?.ok === true,
        () => false,
      );
      if (renewed) return ensurePayload((await reading)[0], payload, "the secret after a new login");
      ensureCode(await failureOf(reading, "a login that has ended"), ["unauthenticated"], "a login that has ended");
    },
  },
  {
    id: "errors/retry-after",
    title: "the pause that the manager asks for is passed on",
    missing: provokes("throttle"),
    run: async (context) => {
      const { address } = await context.seedCanary("read");
      const session = await context.open();
      await context.harness.fault?.("throttle", { retryAfterSeconds: 7 });
      const failure = await failureOf(session.fetch([address], context.patient()), "a throttled read");
      ensure(failure.retryAfterMs === 7_000, `a pause of 7 s is passed on as ${failure.retryAfterMs} ms`);
    },
  },
  {
    id: "errors/one-try",
    title: "a failed call is not tried again: retrying is the host's work",
    missing: needs(has("calls"), provokes("throttle")),
    run: async (context) => {
      const { address } = await context.seedCanary("read");
      const session = await context.open();
      await session.fetch([address], context.patient());
      await context.harness.fault?.("throttle");
      const calls = await callsOf(context, "fetch()", async () => {
        await session.fetch([address], context.patient()).catch(() => undefined);
      });
      ensure(calls.length === 1, `a throttled read is asked ${calls.length} times`);
    },
  },
  {
    id: "errors/recovers",
    title: "a session that met a fault reads again when the fault is over",
    missing: provokes("unavailable"),
    run: async (context) => {
      const { address, payload } = await context.seedCanary("read");
      const session = await context.open();
      await context.harness.fault?.("unavailable");
      await session.fetch([address], context.patient()).catch(() => undefined);
      await context.harness.clear?.();
      ensurePayload((await session.fetch([address], context.patient()))[0], payload, "the secret after a fault");
    },
  },
  {
    id: "errors/every-call",
    title: "check, list, describe and fetch all say that the manager is unavailable",
    missing: provokes("unavailable"),
    run: async (context) => {
      const { address } = await context.seedCanary("read");
      const session = await context.open();
      await context.harness.fault?.("unavailable");
      const calls = {
        "check()": async () => session.check(context.patient()),
        "list()": async () => session.list({}, context.patient()),
        "describe()": session.describe && (async () => session.describe?.(address, context.patient())),
        "fetch()": async () => session.fetch([address], context.patient()),
      };
      for (const [what, call] of Object.entries(calls)) {
        if (call) ensureCode(await failureOf(call(), what), ["unavailable"], what);
      }
    },
  },
  {
    id: "errors/shape",
    title: "every failure is a ProviderError or an outcome of the contract: a known code, one plain sentence, no cause",
    run: async (context) => {
      for (const { what, thrown, failure } of await provokeAll(context)) {
        if (thrown !== undefined) {
          ensure(isProviderError(thrown), `${what} throws something that is no ProviderError`);
          ensure(!("cause" in thrown), `${what} throws an error with a cause`);
        }
        if (failure === undefined) continue;
        ensure(PROVIDER_ERROR_CODES.includes(failure.code), `${what} has an unknown code`);
        const texts = [failure.message, failure.hint ?? "-", failure.requestId ?? "-"];
        ensure(
          texts.every((text) => text.length > 0 && text.length <= 300),
          `${what} is not told in 1 to 300 characters`,
        );
        ensure(!texts.some((text) => STEERING.test(text)), `${what} holds control characters`);
        const others = Object.keys(failure).filter((member) => !MEMBERS.has(member));
        ensure(others.length === 0, `${what} has more members than the contract: ${others.join(", ")}`);
      }
    },
  },
];
