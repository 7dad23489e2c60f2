import { describe, expect, it } from "vitest";
import { systemReader } from "../../src/connections/sources/reader.ts";
import { CANARY, definition, failureOf, patient, poolOf, session } from "./fixtures.ts";

describe("get", () => {
  it("gives one connection for one id, and opens nothing", async () => {
    let opened = 0;
    const { pool } = poolOf({
      open: async () => {
        opened += 1;
        return session();
      },
    });
    const [first, second] = await Promise.all([pool.get("c1"), pool.get("c1")]);
    expect(second).toBe(first);
    expect(opened).toBe(0);
    expect(first.fields).toEqual({
      name: "prod",
      fields: { region: "eu", tier: "basic", dualStack: false },
      auth: { method: "token", fields: { mount: "main" } },
    });
  });

  it("refuses an unknown id, and an unknown provider", async () => {
    expect((await failureOf(poolOf().pool.get("c2"))).code).toBe("unknown-name");
    const { pool } = poolOf({ definitions: { c1: definition({ provider: "other" }) } });
    expect((await failureOf(pool.get("c1"))).code).toBe("plugin");
  });

  it("refuses fields that were edited by hand and do not fit", async () => {
    const { pool, current } = poolOf({ definitions: { c1: definition({ fields: { region: "eu", tier: "gold" } }) } });
    const failure = await failureOf(pool.get("c1"));
    expect(failure).toMatchObject({ code: "invalid-connection", where: "connection prod, field tier" });
    current.definitions = { c1: definition() };
    expect((await pool.get("c1")).name).toBe("prod");
  });

  it.each([
    ["another region", { region: "us" }],
    ["an endpoint", { region: "eu", endpoint: "https://evil.example" }],
  ])("refuses a changed origin (%s) before anything is asked", async (_, fields) => {
    let opened = 0;
    const { pool } = poolOf({
      definitions: { c1: definition({ fields }) },
      open: async () => {
        opened += 1;
        return session();
      },
    });
    const failure = await failureOf(pool.get("c1"));
    expect(failure.code).toBe("invalid-connection");
    expect(failure.message).toMatch(/where it points has changed since its login was confirmed: (region|endpoint)/);
    expect(opened).toBe(0);
  });

  it("ends the session of a connection whose settings have changed", async () => {
    let disposed = 0;
    const { pool, current } = poolOf({
      open: async () =>
        session({
          dispose: async () => {
            disposed += 1;
          },
        }),
    });
    const before = await pool.get("c1");
    await before.session(patient());
    current.definitions = { c1: definition({ name: "renamed" }) };
    const after = await pool.get("c1");
    expect(after.name).toBe("renamed");
    expect(disposed).toBe(1);
    expect((await failureOf(before.session(patient()))).code).toBe("cancelled");
  });
});

it("names the variables that the sources of all logins read, and closes their descriptors", async () => {
  const sources = { accessKeyId: "env:A", secretAccessKey: "systemd:key" };
  const auth = { method: "access-key", fields: {}, sources };
  const other = { method: "token", fields: {}, sources: { token: "fd:7" } };
  const odd = { method: "token", fields: {}, sources: { token: "edited by hand" } };
  const closed: number[] = [];
  const descriptors = { take: () => Promise.reject(), close: (fds: readonly number[]) => void closed.push(...fds) };
  const connections = new Map(
    [{}, { auth }, { auth: other }, { auth: odd }, {}].map((change, index) => [`c${index}`, definition(change)]),
  );
  const { pool } = poolOf({ reader: { ...systemReader({}), descriptors } });
  expect((await pool.loginVariables({ connections })).sources).toEqual(["ACME_TOKEN", "A", "CREDENTIALS_DIRECTORY"]);
  expect(closed).toEqual([]);
  pool.closeDescriptors({ connections });
  expect(closed).toEqual([7]);
});

describe("readLogin", () => {
  it("gives what the sources of some fields hold, and opens no session", async () => {
    let opened = 0;
    const sources = { accessKeyId: "env:A", secretAccessKey: "env:B" };
    const auth = { method: "access-key", fields: {}, sources };
    const { pool } = poolOf({
      definitions: { c1: definition({ auth }) },
      env: { A: "id\n", B: CANARY },
      open: async () => {
        opened += 1;
        return session();
      },
    });
    expect(await pool.readLogin("c1", ["accessKeyId"], patient())).toEqual({ accessKeyId: "id" });
    expect(opened).toBe(0);
    const edited = poolOf({ definitions: { c1: definition({ auth, confirmedOrigin: { region: "us" } }) } });
    expect((await failureOf(edited.pool.readLogin("c1", ["accessKeyId"], patient()))).code).toBe("invalid-connection");
  });
});

describe("dispose", () => {
  it("ends every session once, whatever they throw, and logs that by kind alone", async () => {
    const logged: unknown[] = [];
    let disposed = 0;
    const { pool } = poolOf({
      definitions: { c1: definition(), c2: definition({ name: "second" }) },
      log: (record) => logged.push(record),
      open: async ({ credentials }) =>
        session({
          dispose: async () => {
            disposed += 1;
            throw new Error(credentials.token);
          },
        }),
    });
    for (const id of ["c1", "c2"]) await (await pool.get(id)).session(patient());
    await Promise.all([pool.dispose(), pool.dispose()]);
    expect(disposed).toBe(2);
    expect(logged).toHaveLength(2);
    expect(JSON.stringify(logged)).not.toContain(CANARY);
  });

  it("does not wait for a session or an opening that hangs", async () => {
    const hangs = poolOf({
      limits: { disposeMs: 20 },
      open: async () => session({ dispose: () => new Promise(() => undefined) }),
    });
    await (await hangs.pool.get("c1")).session(patient());
    await hangs.pool.dispose();
    const opening = poolOf({ open: () => new Promise(() => undefined) });
    const waiting = failureOf((await opening.pool.get("c1")).session(patient()));
    await new Promise((resolve) => setTimeout(resolve, 10));
    await opening.pool.dispose();
    expect((await waiting).code).toBe("cancelled");
  });
});

describe("what plugins log", () => {
  it("is masked, escaped and tagged with the connection; odd records are dropped", async () => {
    const logged: unknown[] = [];
    const { pool } = poolOf({
      log: (record) => logged.push(record),
      open: async ({ credentials }, host) => {
        const token = String(credentials.token);
        host?.log({
          level: "warn",
          message: `a\u001b ${token}`,
          fields: { token, count: 2, nested: { token } as never },
        });
        host?.log(
          new Proxy({} as never, {
            ownKeys: () => {
              throw new Error(token);
            },
          }),
        );
        host?.log({ level: "loud" as never, message: "odd" });
        return session();
      },
    });
    await (await pool.get("c1")).session(patient());
    expect(logged).toEqual([
      { connection: "prod", level: "warn", message: "a\\u{1b} [secret]", fields: { token: "[secret]", count: 2 } },
      { connection: "prod", level: "info", message: "odd" },
    ]);
  });
});
