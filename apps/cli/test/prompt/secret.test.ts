import type { NewSecret, RemoteShape, SecretView } from "@keyferry/core";
import { KeyferryError } from "@keyferry/core/delivery";
import { describe, expect, it } from "vitest";
import { fakeKeyferry } from "../fakes/keyferry.ts";
import { answering } from "../fakes/prompter.ts";
import { run } from "../fakes/world.ts";

function creating(shape: RemoteShape) {
  const created: NewSecret[] = [];
  const host = fakeKeyferry({
    connections: {
      async *names() {
        yield { name: "backup/nas", description: "NAS" };
        yield { name: "other" };
      },
    },
    assistance: { connections: async () => [{ name: "prod", provider: "aws" }] },
    secrets: {
      keys: async () => shape,
      async create(input) {
        created.push(input);
        return { ...input, id: "1", profiles: [], readOnly: false } as SecretView;
      },
    },
  });
  return { host, created };
}

describe("secret create at a terminal", () => {
  it("picks from the manager's list and from the key names", async () => {
    const { host, created } = creating({ kind: "object", keys: ["user", "password"] });
    const prompter = answering({
      Connection: "prod",
      Secret: "backup/nas",
      Key: "password",
      Type: "password",
      "Our own name for the secret": "nas-password",
      Description: "the NAS",
    });
    const { code, stdout, stderr } = await run(["secret", "create"], { host, prompter });
    expect([code, stdout]).toEqual([0, ""]);
    expect(stderr).toContain("secret nas-password created (password: backup/nas, key password of prod)");
    expect(created).toEqual([
      {
        name: "nas-password",
        connection: "prod",
        remoteName: "backup/nas",
        key: "password",
        type: "password",
        description: "the NAS",
      },
    ]);
  });

  it("offers the whole text of an object, and asks for no key where there are none", async () => {
    const argv = ["secret", "create", "n", "--connection", "prod", "--remote-name", "other", "--type", "password"];
    const object = creating({ kind: "object", keys: ["a"] });
    await run(argv, { host: object.host, prompter: answering({ Key: "the whole text" }) });
    expect(object.created[0]).toMatchObject({ whole: true });
    const text = creating({ kind: "text", keys: [] });
    const prompter = answering({});
    await run(argv, { host: text.host, prompter });
    expect([text.created[0], prompter.asked]).toEqual([
      { name: "n", connection: "prod", remoteName: "other", type: "password" },
      [],
    ]);
  });
});

describe("secret create elsewhere", () => {
  it("passes on every option", async () => {
    const { host, created } = creating({ kind: "text", keys: [] });
    const options = [
      "--version",
      "AWSPREVIOUS",
      "--description",
      "for nights",
      "--trim-newline",
      "--unchecked",
      "--whole",
    ];
    await run(
      ["secret", "create", "k", "--connection", "prod", "--remote-name", "r", "--type", "private-key", ...options],
      { host },
    );
    expect(created).toEqual([
      {
        name: "k",
        connection: "prod",
        remoteName: "r",
        type: "private-key",
        whole: true,
        version: "AWSPREVIOUS",
        description: "for nights",
        trimNewline: true,
        unchecked: true,
      },
    ]);
  });

  it.each([
    ["create k --connection prod --remote-name r --type password", "unavailable", true],
    ["create k --connection prod --remote-name r --type password", "value", false],
    ["modify k --type password", "access-denied", true],
    ["modify k --type password", "not-found", false],
  ] as const)("%s names --unchecked where the manager cannot be asked (%s)", async (line, code, offered) => {
    const refuse = async () => {
      throw new KeyferryError({ code, message: "no", hint: "look there" });
    };
    const host = fakeKeyferry({ secrets: { create: refuse, modify: refuse } });
    const { stderr } = await run(["secret", ...line.split(" ")], { host });
    const way = "; nothing was saved; --unchecked saves the secret all the same";
    expect(stderr).toBe(`error: no (${code})\n  next: look there${offered ? way : ""}\n`);
  });
});
