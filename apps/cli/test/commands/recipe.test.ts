import type { Job, RecipeView } from "@keyferry/core";
import { describe, expect, it } from "vitest";
import { fakeKeyferry } from "../fakes/keyferry.ts";
import { run } from "../fakes/world.ts";

const RECIPE: RecipeView = {
  id: "acme",
  displayName: "Acme\u001b[31m",
  description: "Copies a folder",
  docsUrl: "https://example.org/acme",
  package: "keyferry-recipes-acme",
  version: "1.0.0",
  programs: [{ name: "acme", least: "2.1" }, { name: "helper" }],
  settings: [
    { setting: "sftp.host", description: "Host", takes: [], required: true, ways: ["argument"] },
    { setting: "sftp.port", description: "Port", takes: [], required: false, default: "22", ways: ["fd:7"] },
    { setting: "sftp.password", description: "Password", takes: ["password"], required: false, ways: ["fd:7"] },
    { setting: "sftp.private-key", description: "Key", takes: ["private-key"], required: false, ways: ["ssh-agent"] },
  ],
  oneOf: [["sftp.password", "sftp.private-key"]],
  loginFailed: [5, 7],
  notes: ["A note"],
};

const host = fakeKeyferry({ recipes: { list: async () => [RECIPE], get: async () => RECIPE } });

/** A host that keeps the jobs that profiles are given. */
function recording() {
  const jobs: Job[] = [];
  const take = (name: string, job: Job) => {
    jobs.push(job);
    return { id: "1", name, settings: [], job };
  };
  const profiles = {
    setJob: async (name: string, job: Job) => take(name, job),
    create: async ({ name, job }: { name: string; job?: Job }) => take(name, job ?? { program: "none", args: [] }),
  };
  return { jobs, host: fakeKeyferry({ profiles }) };
}

describe("recipe", () => {
  it("list shows what each is for, needs, and comes from, with nothing that could steer a terminal", async () => {
    const { code, stdout } = await run(["recipe", "list"], { host });
    expect([code, stdout.split("\n")[0]?.split(/ +/)]).toEqual([0, ["RECIPE", "WHAT", "PROGRAMS", "PACKAGE"]]);
    expect(stdout).toContain("acme 2.1, helper");
    expect(stdout).toContain("keyferry-recipes-acme");
    expect(stdout).not.toContain("\u001b");
  });

  it("show says what each setting takes, whether it must be set, and which way it goes", async () => {
    const { code, stdout } = await run(["recipe", "show", "acme"], { host });
    expect(code).toBe(0);
    const rows = stdout.split("\n").map((line) => line.split(/ {2,}/));
    expect(rows).toContainEqual(["sftp.host", "a literal", "yes", "argument", "Host"]);
    expect(rows).toContainEqual(["sftp.port", "a literal", "no: 22", "fd:7", "Port"]);
    expect(rows).toContainEqual([
      "sftp.password",
      "password",
      "one of sftp.password, sftp.private-key",
      "fd:7",
      "Password",
    ]);
    expect(stdout).toContain("5, 7");
  });

  it("list and show give JSON", async () => {
    expect(JSON.parse((await run(["recipe", "list", "--json"], { host })).stdout)).toEqual([RECIPE]);
    expect(JSON.parse((await run(["recipe", "show", "acme", "--json"], { host })).stdout)).toEqual(RECIPE);
  });
});

describe("the job of a profile", () => {
  it.each([
    ["profile job nightly --recipe acme", []],
    ["profile job nightly --recipe acme -- --all ./", ["--all", "./"]],
    ["profile create nightly --recipe acme -- --help", ["--help"]],
  ])("may be a recipe with the person's own arguments: %s", async (line, args) => {
    const { jobs, host: recorder } = recording();
    expect((await run(line.split(" "), { host: recorder })).code).toBe(0);
    expect(jobs).toEqual([{ recipe: "acme", args }]);
  });

  it("is shown as it would be typed", async () => {
    const { host: recorder } = recording();
    const { stderr } = await run(["profile", "job", "nightly", "--recipe", "acme", "--", "a b"], { host: recorder });
    expect(stderr).toBe("nightly runs --recipe acme -- 'a b'\n");
  });
});
