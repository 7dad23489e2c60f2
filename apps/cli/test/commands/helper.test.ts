import type { HelperRequest, Keyferry } from "@keyferry/core";
import { KeyferryError } from "@keyferry/core/delivery";
import { describe, expect, it } from "vitest";
import { fakeKeyferry } from "../fakes/keyferry.ts";
import { run } from "../fakes/world.ts";

const GIT = ["helper", "git-credential", "--for", "https://git.example", "--password", "keyferry:token"];
const DOCKER = [
  "helper",
  "docker-credential",
  "--for",
  "https://registry.example",
  ...["--username", "keyferry:user", "--password", "keyferry:token"],
];
const AWS = ["helper", "aws-credentials", "--access-key-id", "keyferry:id", "--secret-access-key", "keyferry:key"];
const REQUEST = "protocol=https\nhost=git.example\n\n";

/** A host that refuses what it is asked for, and keeps it: a value needs a real one. */
function refusing(): { host: Keyferry; asked: Omit<HelperRequest, "signal">[] } {
  const asked: Omit<HelperRequest, "signal">[] = [];
  const host = fakeKeyferry({
    async resolveForHelper({ signal, ...request }) {
      expect(signal).toBeInstanceOf(AbortSignal);
      asked.push(request);
      throw new KeyferryError({ code: "not-found", message: "none" });
    },
  });
  return { host, asked };
}

describe("helper", () => {
  it.each([
    ["git-credential", [...GIT, "get"]],
    ["docker-credential", [...DOCKER, "get"]],
    ["aws-credentials", AWS],
  ])("%s refuses a terminal before anything is read", async (_, args) => {
    const { host, asked } = refusing();
    const { code, stdout, stderr } = await run(args, { host, terminal: true, input: REQUEST });
    expect([code, stdout, asked]).toEqual([64, "", []]);
    expect(stderr).toContain("standard output is a terminal");
  });

  it("asks for the references of the answer, and answers nothing where they fail", async () => {
    const { host, asked } = refusing();
    const user = ["--username", "keyferry://prod/git#user"];
    const git = await run([...GIT, ...user, "get"], { host, input: REQUEST });
    const docker = await run([...DOCKER, "get"], { host, input: "registry.example" });
    const aws = await run([...AWS, "--session-token", "keyferry:session"], { host });
    expect([git, docker, aws].map(({ code, stdout }) => [code, stdout])).toEqual([
      [66, ""],
      [66, ""],
      [66, ""],
    ]);
    expect(asked).toEqual([
      { helper: "git-credential", values: { username: "keyferry://prod/git#user", password: "keyferry:token" } },
      { helper: "docker-credential", values: { username: "keyferry:user", password: "keyferry:token" } },
      {
        helper: "aws-credentials",
        values: { accessKeyId: "keyferry:id", secretAccessKey: "keyferry:key", sessionToken: "keyferry:session" },
      },
    ]);
  });

  it("reads nothing for another host, another operation or no request", async () => {
    const { host, asked } = refusing();
    for (const input of ["protocol=https\nhost=evil.example\n", "", "junk"]) {
      expect(await run([...GIT, "get"], { host, input })).toMatchObject({ code: 0, stdout: "" });
    }
    expect(await run([...GIT, "get"], { host })).toMatchObject({ code: 0, stdout: "" });
    for (const operation of ["store", "erase", "later"]) {
      expect(await run([...GIT, operation], { host, input: REQUEST })).toMatchObject({
        code: 0,
        stdout: "",
        stderr: "",
      });
      expect(await run([...DOCKER, operation], { host, input: "registry.example" })).toMatchObject({
        code: 0,
        stdout: "",
      });
    }
    expect(await run([...DOCKER, "list"], { host })).toMatchObject({ code: 0, stdout: "{}\n" });
    expect(await run([...DOCKER, "get"], { host, input: "evil.example" })).toMatchObject({
      code: 1,
      stdout: "credentials not found in native keychain\n",
    });
    expect(asked).toEqual([]);
  });

  it("takes references and safe places alone, and shows no value that was typed", async () => {
    const { host, asked } = refusing();
    for (const [option, wrong] of [
      ["--password", "hunter2-canary"],
      ["--for", "http://git.example"],
      ["--for", "https://user:hunter2-canary@git.example"],
      ["--for", "git.example"],
      ["--for", "https://git.example?x"],
    ]) {
      const args = [...GIT, option ?? "", wrong ?? "", "get"];
      const { code, stdout, stderr } = await run(args, { host, input: REQUEST });
      expect([code, stdout]).toEqual([64, ""]);
      expect(stderr).not.toContain("hunter2");
    }
    expect((await run(["helper", "git-credential", "get"], { host })).code).toBe(64);
    expect(asked).toEqual([]);
  });
});
