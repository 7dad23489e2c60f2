import { describe, expect, it } from "vitest";
import { ProviderError } from "../../src/contract/errors.ts";
import type { OpenConnection, Session } from "../../src/contract/session.ts";
import { CANARY, failureOf, patient, poolOf, session } from "./fixtures.ts";

describe("session", () => {
  it("is opened once for callers at the same time, with the credentials for this call alone", async () => {
    const given: OpenConnection[] = [];
    const { pool, seen } = poolOf({
      open: async (connection) => {
        given.push(connection);
        return session();
      },
    });
    const live = await pool.get("c1");
    const [first, second] = await Promise.all([live.session(patient()), live.session(patient())]);
    expect(second).toBe(first);
    expect(given).toHaveLength(1);
    expect(given[0]?.credentials).toEqual({ token: CANARY });
    expect(Object.isFrozen(given[0]?.credentials) && Object.isFrozen(given[0])).toBe(true);
    expect(JSON.stringify(live)).not.toContain(CANARY);
    expect(seen.map(({ type }) => type)).toEqual(["session-opened"]);
  });

  it("does not keep a failed opening, and reads the sources anew", async () => {
    const env: Record<string, string> = {};
    const { pool } = poolOf({ env });
    const live = await pool.get("c1");
    const failure = await failureOf(live.session(patient()));
    expect(failure).toMatchObject({ code: "unauthenticated", connection: "prod" });
    expect(failure.message).toContain("ACME_TOKEN");
    env.ACME_TOKEN = CANARY;
    expect(await (await live.session(patient())).check(patient())).toEqual({ canList: "yes" });
  });

  it("masks the login's credentials in what the provider says, and shows nothing else that is thrown", async () => {
    const says = poolOf({
      open: async ({ credentials }) => {
        throw new ProviderError({
          code: "unauthenticated",
          message: `bad token ${credentials.token}`,
          hint: `${credentials.token}`,
        });
      },
    });
    const failure = await failureOf((await says.pool.get("c1")).session(patient()));
    expect(failure).toMatchObject({
      code: "unauthenticated",
      message: "bad token [secret]",
      hint: "[secret]",
      provider: "acme",
    });
    const throws = poolOf({
      open: async ({ credentials }) => {
        throw new TypeError(`raw ${credentials.token}`);
      },
    });
    expect((await failureOf((await throws.pool.get("c1")).session(patient()))).code).toBe("internal");
  });

  it("masks them in what a session's calls say later, too", async () => {
    const { pool } = poolOf({
      open: async ({ credentials }) =>
        session({
          check: async () => {
            throw new ProviderError({ code: "internal", message: `x ${credentials.token}` });
          },
        }),
    });
    const open = await (await pool.get("c1")).session(patient());
    expect((await failureOf(open.check(patient()))).message).toBe("x [secret]");
  });

  it("is refused where it lacks methods", async () => {
    const { pool } = poolOf({ open: async () => ({}) as Session });
    expect((await failureOf((await pool.get("c1")).session(patient()))).code).toBe("plugin");
  });

  it("ends an opening that hangs, and disposes one that comes late", async () => {
    const { promise, resolve } = Promise.withResolvers<Session>();
    const { pool } = poolOf({ open: () => promise, limits: { openMs: 20 } });
    const failure = await failureOf((await pool.get("c1")).session(patient()));
    expect(failure).toMatchObject({ code: "unavailable" });
    const disposed = Promise.withResolvers<void>();
    resolve(session({ dispose: async () => disposed.resolve() }));
    await disposed.promise;
  });

  it("lets one caller go without harm to another, and gives up with the last", async () => {
    const { promise, resolve } = Promise.withResolvers<Session>();
    let told: AbortSignal | undefined;
    let opened = 0;
    const { pool } = poolOf({
      open: (_, __, context) => {
        opened += 1;
        told = context?.signal;
        return promise;
      },
    });
    const live = await pool.get("c1");
    const hasty = new AbortController();
    const first = live.session(hasty);
    const second = live.session(patient());
    hasty.abort();
    expect((await failureOf(first)).code).toBe("cancelled");
    expect(told?.aborted).not.toBe(true);
    resolve(session());
    expect((await second).check).toBeTypeOf("function");
    expect(opened).toBe(1);
  });

  it("opens anew after all callers of an opening have gone", async () => {
    let opened = 0;
    const { pool } = poolOf({
      open: () => (++opened === 1 ? new Promise(() => undefined) : Promise.resolve(session())),
    });
    const live = await pool.get("c1");
    const hasty = new AbortController();
    const first = failureOf(live.session(hasty));
    setTimeout(() => hasty.abort(), 10);
    expect((await first).code).toBe("cancelled");
    await live.session(patient());
    expect(opened).toBe(2);
  });
});

describe("reopen", () => {
  it("opens again with fresh credentials, once in the connection's life", async () => {
    const env: Record<string, string> = { ACME_TOKEN: "old" };
    const tokens: unknown[] = [];
    let disposed = 0;
    const { pool, seen } = poolOf({
      env,
      open: async ({ credentials }) => {
        tokens.push(credentials.token);
        return session({
          dispose: async () => {
            disposed += 1;
          },
        });
      },
    });
    const live = await pool.get("c1");
    const first = await live.session(patient());
    env.ACME_TOKEN = "new";
    expect(await Promise.all([live.reopen(first, patient()), live.reopen(first, patient())])).toEqual([true, true]);
    const second = await live.session(patient());
    expect(second).not.toBe(first);
    expect(tokens).toEqual(["old", "new"]);
    // A straggler of the former session is told to ask the new one; the new one is not replaced again.
    expect(await live.reopen(first, patient())).toBe(true);
    expect(await live.reopen(second, patient())).toBe(false);
    expect(seen.map(({ type }) => type)).toEqual(["session-opened", "session-opened", "session-reopened"]);
    await pool.dispose();
    expect(disposed).toBe(2);
  });
});
