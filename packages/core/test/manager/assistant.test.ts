import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { errorOf } from "../settings/support/folder.ts";
import { managersWithConnection } from "./support/managers.ts";

async function prepared() {
  const all = await managersWithConnection();
  all.remote.shapes = { "backup/nas": { kind: "text", keys: [] } };
  const define = (name: string) =>
    all.secrets.create({ name, connection: "prod", remoteName: "backup/nas", type: "password" });
  return { ...all, define };
}

describe("Assistant.guessType", () => {
  it.each([
    ["username", "username"],
    ["dbUser", "username"],
    ["/login", "username"],
    ["DB_USER_NAME", "username"],
    ["aws_access_key_id", "username"],
    ["password", "password"],
    ["/database/pwd", "password"],
    ["aws_secret_access_key", "password"],
    ["apiKey", "password"],
    ["userPassword", "password"],
    ["sse-c-key", "password"],
    ["private_key", "private-key"],
    ["sshKey", "private-key"],
    ["id_ed25519", "private-key"],
    ["client.pem", "private-key"],
    ["passenger", undefined],
    ["host", undefined],
    ["パス", undefined],
    ["", undefined],
  ])("of %j is %s", async (name, type) => {
    const { assistance } = await managersWithConnection();
    expect(assistance.guessType(name)).toBe(type);
  });
});

describe("Assistant.suggestSecret", () => {
  it("names the secret after the end of its path and its key, and guesses its type by the key first", async () => {
    const { assistance } = await prepared();
    expect(await assistance.suggestSecret("backup/nas", "/deep/user")).toEqual({ name: "nas-user", type: "username" });
    expect(await assistance.suggestSecret("backup/nas-password", "value")).toEqual({
      name: "nas-password-value",
      type: "password",
    });
    expect(await assistance.suggestSecret("a/b/")).toEqual({ name: "b" });
  });

  it("suggests a name that is free, whatever the case", async () => {
    const { assistance, define } = await prepared();
    await define("Nas");
    await define("nas-2");
    expect(await assistance.suggestSecret("backup/nas")).toEqual({ name: "nas-3" });
  });

  it("suggests nothing where a manager's name gives none", async () => {
    const { assistance } = await prepared();
    expect(await assistance.suggestSecret("///")).toEqual({});
  });

  it("suggests only what may be saved, whatever the manager's name", async () => {
    const { assistance } = await prepared();
    const text = fc.string({ unit: "binary", maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(text, fc.option(text, { nil: undefined }), async (remoteName, key) => {
        const { name } = await assistance.suggestSecret(remoteName, key);
        if (name !== undefined) await assistance.checkFree("secret", name);
      }),
      { numRuns: 200 },
    );
  });
});

describe("Assistant.checkFree", () => {
  it("refuses what is taken or cannot be a name, and passes the rest", async () => {
    const { assistance, define } = await prepared();
    await define("Straße");
    expect((await errorOf(assistance.checkFree("secret", "STRASSE"))).failures[0]?.code).toBe("rule");
    expect((await errorOf(assistance.checkFree("connection", "PROD"))).failures[0]?.code).toBe("rule");
    expect((await errorOf(assistance.checkFree("profile", "a/b"))).failures[0]?.code).toBe("usage");
    await assistance.checkFree("profile", "prod");
  });
});

describe("a dry run", () => {
  it("checks everything and saves nothing", async () => {
    const { secrets, store } = await prepared();
    const input = { name: "nas", connection: "prod", remoteName: "backup/nas", type: "password" } as const;
    expect(await secrets.create(input, { dryRun: true })).toMatchObject({ name: "nas", remoteName: "backup/nas" });
    expect((await store.read()).secrets.size).toBe(0);
    const gone = secrets.create({ ...input, remoteName: "gone" }, { dryRun: true });
    expect((await errorOf(gone)).failures[0]?.code).toBe("not-found");
  });
});

describe("Assistant.fieldProblem", () => {
  const field = { name: "f", label: "F", description: "", when: { field: "other", oneOf: ["x"] } } as const;

  it.each([
    ["number", "abc", "it must be a number"],
    ["number", "12", undefined],
    ["text", "https://me:cnry_pw@host.example", "this address holds a password"],
    ["text", "https://me@host.example", undefined],
    ["text", "a\u202eb", "control character"],
  ] as const)(
    "says of a text for a field of type %s what is wrong, and nothing of it: %j",
    async (type, text, says) => {
      const { assistance } = await managersWithConnection();
      const problem = assistance.fieldProblem({ ...field, type }, text);
      if (says === undefined) expect(problem).toBeUndefined();
      else expect(problem).toContain(says);
      expect(String(problem)).not.toContain("cnry");
    },
  );
});
