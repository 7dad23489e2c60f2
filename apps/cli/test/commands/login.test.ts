import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Credentials, Field, LoginView } from "@keyferry/core";
import { describe, expect, it, onTestFinished } from "vitest";
import { askPassphrase } from "../../src/prompt/keeper.ts";
import { fakeKeyferry } from "../fakes/keyferry.ts";
import { answering } from "../fakes/prompter.ts";
import { run } from "../fakes/world.ts";

const CANARY = "cnry_login_0123456789abcdef";
const field = (name: string, more: Partial<Field> = {}): Field => {
  return { name, type: "text", label: name, description: "", sensitive: true, required: true, ...more };
};
const VIEW: LoginView = {
  connection: "prod",
  provider: "acme",
  method: "token",
  origin: { endpoint: "https://a.example" },
  sources: { token: "stored" },
  sealed: { keeper: "keychain", fields: ["token"], sealedAt: "2026-01-02T03:04:05.000Z", fits: true },
};

/** A host that records what is sealed. */
function host(fields: readonly Field[] = [field("token")], more: Partial<Parameters<typeof fakeKeyferry>[0]> = {}) {
  const calls: unknown[][] = [];
  const logins = {
    fields: async () => fields,
    keeper: async () => undefined,
    login: async (name: string, credentials: Credentials, options: object = {}) => {
      calls.push([name, credentials, options]);
      return VIEW;
    },
    ...more?.logins,
  };
  return { calls, host: fakeKeyferry({ logins }) };
}

describe("connection login", () => {
  it("seals what standard input holds, and shows no part of it", async () => {
    const { calls, host: there } = host();
    const ran = await run("connection login prod --keeper keychain --expires 2027-01-31".split(" "), {
      host: there,
      input: CANARY,
    });
    expect([ran.code, ran.stdout, ran.stderr]).toEqual([
      0,
      "",
      "connection prod logged in (token sealed, keeper keychain)\n",
    ]);
    expect(calls).toEqual([["prod", { token: CANARY }, { keeper: "keychain", expiresAt: "2027-01-31" }]]);
  });

  it.each([
    ["several credentials without --field", "prod", [field("id"), field("key")], CANARY, /holds one credential/],
    ["a field that is none", "prod --field pin", [field("token")], CANARY, /names no credential/],
    ["nobody to ask", "prod", [field("token")], undefined, /nobody to ask/],
  ])("is a usage error for %s", async (_, line, fields, input, message) => {
    const { calls, host: there } = host(fields);
    const ran = await run(["connection", "login", ...line.split(" ")], {
      host: there,
      ...(input === undefined ? {} : { input }),
    });
    expect([ran.code, calls]).toEqual([64, []]);
    expect(ran.stderr).toMatch(message);
    expect(ran.stderr).not.toContain(CANARY);
  });

  it("takes no credential as an argument", async () => {
    for (const line of [`prod --token ${CANARY}`, `prod ${CANARY}`, `prod --credential token=${CANARY}`]) {
      const ran = await run(["connection", "login", ...line.split(" ")], { host: host().host, input: "x" });
      expect(ran.code).toBe(64);
      expect(ran.stderr).not.toContain(CANARY);
    }
  });

  it("asks for each credential, and for the keeper at the first login alone", async () => {
    const { calls, host: there } = host([field("id"), field("key"), field("session", { required: false })]);
    const prompter = answering({
      "id (not shown)": "AKID",
      "key (not shown)": CANARY,
      "Who keeps the key of the sealed logins?": "key-file",
      "Absolute path of the key file": "/run/keys/keyferry",
    });
    expect((await run(["connection", "login", "prod"], { host: there, prompter })).code).toBe(0);
    expect(calls).toEqual([["prod", { id: "AKID", key: CANARY }, { keeper: "key-file:/run/keys/keyferry" }]]);
    const again = host([field("id")], { logins: { keeper: async () => "keychain" } });
    await run(["connection", "login", "prod"], { host: again.host, prompter });
    expect(again.calls).toEqual([["prod", { id: "AKID" }, {}]]);
  });

  it("reads a document of several lines from a file", async () => {
    const folder = await mkdtemp(join(tmpdir(), "keyferry-login-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const path = join(folder, "key.pem");
    await writeFile(path, `-----BEGIN\n${CANARY}\n`);
    const { calls, host: there } = host([field("pem", { multiline: true })]);
    const answers = {
      "pem: how do you give it?": "from a file",
      "pem: which file holds it?": path,
      "Who keeps the key of the sealed logins?": "passphrase",
    };
    expect((await run(["connection", "login", "prod"], { host: there, prompter: answering(answers) })).code).toBe(0);
    expect(calls).toEqual([["prod", { pem: `-----BEGIN\n${CANARY}\n` }, { keeper: "passphrase" }]]);
    const gone = answering({ ...answers, "pem: which file holds it?": `${path}.gone` });
    expect((await run(["connection", "login", "prod"], { host: there, prompter: gone })).code).toBe(64);
  });
});

describe("a new passphrase", () => {
  it("is asked for twice, until both are the same", async () => {
    const said = ["first", "other", "the same one", "the same one"];
    const prompter = { ...answering({}), hidden: async () => said.shift() ?? "" };
    expect(await askPassphrase(prompter, true)).toBe("the same one");
    expect(await askPassphrase({ ...prompter, hidden: async () => "known" }, false)).toBe("known");
  });
});

describe("connection status", () => {
  const status = (view: LoginView, ...more: string[]) =>
    run(["connection", "status", "prod", ...more], { host: host([], { logins: { status: async () => view } }).host });

  it("shows source, keeper, age, origin and expiry, and as JSON the whole view", async () => {
    const sealed = { keeper: "keychain", fields: ["token"], fits: true };
    const times = {
      sealedAt: new Date(Date.now() - 3 * 86_400_000).toISOString(),
      expiresAt: "2020-01-01T00:00:00.000Z",
    };
    const { code, stdout } = await status({ ...VIEW, sealed: { ...sealed, ...times } });
    expect(code).toBe(0);
    for (const part of [
      /token +stored/,
      /keeper +keychain/,
      /3 days ago/,
      /endpoint=https:\/\/a\.example/,
      /it has expired/,
    ]) {
      expect(stdout).toMatch(part);
    }
    expect(JSON.parse((await status(VIEW, "--json")).stdout)).toEqual(VIEW);
  });

  it.each([
    ["nothing is sealed", { ...VIEW, sealed: undefined }, /nothing is sealed for token/],
    ["it was sealed for another place", { ...VIEW, sealed: { ...VIEW.sealed, fits: false } }, /another place/],
  ])("says the next step where %s", async (_, view, message) => {
    const { stdout } = await status(view as LoginView);
    expect(stdout).toMatch(message);
    expect(stdout).toContain("keyferry connection login prod");
  });
});

it.each([
  ["connection logout prod", { logout: async () => true }, "connection prod logged out\n"],
  ["connection logout prod", { logout: async () => false }, "connection prod had nothing sealed\n"],
  [
    "connection rewrap --keeper passphrase",
    { rewrap: async () => ["a", "b"], keeper: async () => "passphrase" },
    "the logins of a, b are sealed anew, keeper passphrase\n",
  ],
])("%s", async (line, logins, said) => {
  const { code, stderr } = await run(line.split(" "), { host: host([], { logins }).host });
  expect([code, stderr]).toEqual([0, said]);
});
