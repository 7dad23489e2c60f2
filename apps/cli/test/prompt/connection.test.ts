import type { ConnectionView, Manifest, NewConnection } from "@keyferry/core";
import { KeyferryError } from "@keyferry/core/delivery";
import { describe, expect, it } from "vitest";
import { fakeKeyferry } from "../fakes/keyferry.ts";
import { answering } from "../fakes/prompter.ts";
import { run } from "../fakes/world.ts";

const field = (name: string, more: object = {}) =>
  ({ name, type: "text", label: name, description: name, ...more }) as const;
const MANIFEST: Manifest = {
  apiVersion: 1,
  id: "acme",
  displayName: "Acme",
  docsUrl: "https://acme.example",
  fields: [
    field("region", { required: true, choices: [{ value: "north" }], freeEntry: true }),
    field("endpoint", { pointsTo: true }),
    field("proxyUser", { required: true, when: { field: "endpoint", oneOf: ["proxied"] } }),
  ],
  auth: [
    { id: "ambient", label: "Ambient", description: "", fields: [] },
    {
      id: "pair",
      label: "Key pair",
      description: "",
      fields: [
        field("keyId", { required: true, sensitive: true }),
        field("secretKey", { required: true, sensitive: true }),
      ],
    },
  ],
  capabilities: { maxBatch: 1, batchVersions: false, describe: false, versions: false, masksMissing: false },
};

function creating() {
  const created: NewConnection[] = [];
  const host = fakeKeyferry({
    providers: {
      list: async () => [
        { id: "acme", package: "acme-vault", installed: true },
        { id: "other", package: "other", installed: false, install: "npm install other" },
      ],
      manifest: async () => MANIFEST,
    },
    connections: {
      check: async () => ({ canList: "yes", identity: "me" }),
      async create(input) {
        created.push(input);
        return { name: input.name, provider: input.provider, auth: { method: input.auth ?? "" } } as ConnectionView;
      },
    },
  });
  return { host, created };
}

describe("connection create at a terminal", () => {
  it("asks the host of each text before it goes on, so that a slip costs that text alone", async () => {
    const { host } = creating();
    const answers = answering({
      region: "another one",
      "How to log in": "Ambient",
      "Anything else?": "no, that is all",
    });
    const said: (string | undefined)[] = [];
    const prompter = {
      ...answers,
      text: async ({ check }: Parameters<typeof answers.text>[0]) => {
        said.push(await check?.("wrong"), await check?.("right"));
        return "right";
      },
    };
    const assistance = { fieldProblem: (_: unknown, text: string) => (text === "wrong" ? "no" : undefined) };
    const asking = { ...host, assistance: { ...fakeKeyferry().assistance, ...assistance, checkFree: async () => {} } };
    const { code } = await run(["connection", "create", "prod", "--provider", "acme"], { host: asking, prompter });
    expect([code, said]).toEqual([0, ["no", undefined]]);
  });

  it("asks for everything, for the sources of credentials and never for the credentials", async () => {
    const { host, created } = creating();
    const prompter = answering({
      Provider: "acme",
      "Name of the connection": "prod",
      region: "another one",
      "How to log in": "Key pair",
      "The login works. It lies open in /run/key. Seal it instead?": "no, read the file each time",
      "Where does keyId come from?": "a variable of the environment",
      "keyId: name of the variable": "KEY_ID",
      "Where does secretKey come from?": "a file that you alone can read",
      "secretKey: absolute path of the file": "/run/key",
      "Anything else?": ["endpoint", "no, that is all"],
      endpoint: "https://acme.example",
    });
    const free = {
      ...prompter,
      text: async (question: Parameters<typeof prompter.text>[0]) =>
        question.message === "region" ? "south" : prompter.text(question),
    };
    expect((await run(["connection", "create"], { host, prompter: free })).code).toBe(0);
    expect(created).toEqual([
      {
        name: "prod",
        provider: "acme",
        auth: "pair",
        fields: { region: "south", endpoint: "https://acme.example" },
        sources: { keyId: "env:KEY_ID", secretKey: "file:/run/key" },
      },
    ]);
  });

  it("asks nothing where nothing is missing, and takes the login that fits", async () => {
    const { host, created } = creating();
    const prompter = answering({});
    const { code, stdout } = await run(
      [
        "connection",
        "create",
        "prod",
        "--provider",
        "acme",
        "--set",
        "region=north",
        "--credential",
        "keyId=env:A",
        "--credential",
        "secretKey=env:B",
      ],
      { host, prompter },
    );
    expect([code, stdout, prompter.asked, created[0]?.auth]).toEqual([0, "", [], "pair"]);
  });

  it("asks how to log in where the command line says nothing of it: who you are never changes in silence", async () => {
    const { host, created } = creating();
    const prompter = answering({ "How to log in": "Ambient" });
    await run(["connection", "create", "prod", "--provider", "acme", "--set", "region=north"], { host, prompter });
    expect([prompter.asked, created[0]?.auth]).toEqual([["How to log in"], "ambient"]);
  });

  it("asks for a field only where its condition holds", async () => {
    const { host, created } = creating();
    const prompter = answering({ proxyUser: "me" });
    await run(
      [
        "connection",
        "create",
        "p",
        "--provider",
        "acme",
        "--auth",
        "ambient",
        "--set",
        "region=north",
        "--set",
        "endpoint=proxied",
      ],
      { host, prompter },
    );
    expect(created[0]?.fields).toEqual({ region: "north", endpoint: "proxied", proxyUser: "me" });
  });

  it("offers what is installed first, and says how to install the rest", async () => {
    const { host } = creating();
    const offered: unknown[] = [];
    const quit = async () => {
      throw new KeyferryError({ code: "cancelled", message: "cancelled at a question" });
    };
    const search: typeof quit = async (...[question]: unknown[]) => {
      offered.push(...(question as { choices: unknown[] }).choices);
      return quit();
    };
    await run(["connection", "create", "x"], { host, prompter: { ...answering({}), search } });
    expect(offered).toMatchObject([
      { name: "acme", description: "acme-vault" },
      { name: "other", description: "not installed: npm install other" },
    ]);
  });

  it.each([
    ["save it unchecked", 0, ["prod"]],
    ["save nothing", 69, []],
  ])("asks what to do where the login cannot be proved: %s", async (answer, exit, saved) => {
    const { host, created } = creating();
    const down = new KeyferryError({
      ...{ code: "unavailable", message: "no answer", hint: "check the network", connection: "prod" },
    });
    const connections = {
      ...host.connections,
      create: host.connections.create,
      createChecked: () => Promise.reject(down),
    };
    const prompter = answering({ "The login could not be proved": ["try again", answer] });
    const argv = ["connection", "create", "prod", "--provider", "acme", "--auth", "ambient", "--set", "region=north"];
    const { code, stderr } = await run(argv, { host: { ...host, connections }, prompter });
    expect([code, created.map(({ name }) => name)]).toEqual([exit, saved]);
    expect(stderr).toContain("no answer (unavailable)");
  });

  it("says of a keeper that does not seal that it is not the login, and tries again", async () => {
    const { host, created } = creating();
    const locked = new KeyferryError({ code: "unauthenticated", where: "keeper keychain", message: "it is locked" });
    let tries = 0;
    const connections = {
      ...host.connections,
      async createChecked(input: NewConnection) {
        tries += 1;
        if (tries === 1) throw locked;
        return { ...(await host.connections.create(input)), check: { canList: "yes" as const } };
      },
    };
    const logins = { ...host.logins, keeper: async () => "keychain" };
    const prompter = answering({
      "keyId (not shown)": "cnry_typed_id",
      "secretKey (not shown)": "cnry_typed_key",
      "The login could not be sealed": "try again",
    });
    const sources = ["--credential", "keyId=stored", "--credential", "secretKey=stored"];
    const argv = ["connection", "create", "prod", "--provider", "acme", "--auth", "pair", "--set", "region=north"];
    const ran = await run([...argv, ...sources], { host: { ...host, connections, logins }, prompter });
    expect([ran.code, tries, created.length]).toEqual([0, 2, 1]);
    expect(ran.stderr).toContain("keeper keychain: it is locked");
    expect(ran.stderr).not.toContain("cnry_");
  });

  it("saves nothing elsewhere where the login cannot be proved, and says what would", async () => {
    const { host, created } = creating();
    const down = new KeyferryError({ code: "unauthenticated", message: "refused", hint: "check the login" });
    const connections = {
      ...host.connections,
      create: host.connections.create,
      createChecked: () => Promise.reject(down),
    };
    const argv = ["connection", "create", "prod", "--provider", "acme", "--auth", "ambient", "--set", "region=north"];
    const { code, stderr } = await run(argv, { host: { ...host, connections } });
    expect([code, stderr]).toEqual([
      77,
      expect.stringMatching(/next: check the login; nothing was saved; --unchecked/),
    ]);
    expect((await run([...argv, "--unchecked"], { host: { ...host, connections } })).code).toBe(0);
    expect(created).toHaveLength(1);
  });

  it("changes nothing at Ctrl-C", async () => {
    const { host, created } = creating();
    const quit = async () => {
      throw new KeyferryError({ code: "cancelled", message: "cancelled at a question" });
    };
    const { code } = await run(["connection", "create"], {
      host,
      prompter: { text: quit, hidden: quit, choose: quit, search: quit },
    });
    expect([code, created]).toEqual([130, []]);
  });
});
