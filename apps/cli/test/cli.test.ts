import { KeyferryError } from "@keyferry/core/delivery";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "../src/commands/index.ts";
import { fakeKeyferry } from "./fakes/keyferry.ts";
import { run } from "./fakes/world.ts";

const CANARY = "cnry_77aa0c1d9e2f4b63";
const PATHS = COMMANDS.flatMap((item) =>
  "load" in item ? [[item.name]] : item.commands.map(({ name }) => [item.name, name]),
);

const failing = (thrown: unknown) =>
  fakeKeyferry({
    secrets: {
      async list() {
        throw thrown;
      },
    },
  });

describe("help", () => {
  it.each(PATHS.map((path) => [path.join(" "), path]))("of %s shows an example on standard output", async (_, path) => {
    const { code, stdout, stderr, opened } = await run([...path, "--help"]);
    expect({ code, stderr, opened }).toEqual({ code: 0, stderr: "", opened: [] });
    expect(stdout).toMatch(/\nExamples?:\n {2}keyferry /);
    expect(stdout).toContain(`Usage: keyferry ${path.join(" ")}`);
  });

  it.each(PATHS.map((path) => [path.join(" "), path]))(
    "of %s shows defaults as a person types them",
    async (_, path) => {
      expect((await run([...path, "--help"])).stdout).not.toMatch(/default:\s+[[{]/);
    },
  );

  it("is the same by help COMMAND", async () => {
    expect((await run(["help", "secret", "create"])).stdout).toBe((await run(["secret", "create", "--help"])).stdout);
  });

  it.each([[[]], [["connection"]]])(
    "in place of a command (%j) goes to standard error, as a usage error",
    async (argv) => {
      const { code, stdout, stderr } = await run(argv);
      expect([code, stdout]).toEqual([64, ""]);
      expect(stderr).toContain("Usage: keyferry");
    },
  );
});

describe("mistakes on the command line", () => {
  it.each([
    [["conection"], "Did you mean connection"],
    [["secret", "list", "--jsn"], "Did you mean --json"],
    [["secret", "show"], "missing required argument"],
    [["secret", "show", "a", "b"], "too many arguments"],
    [["run"], "the profile is missing"],
    [["profile", "job", "nightly"], "the program is missing"],
    [["profile", "job", "nightly", "--"], "the program is missing after --"],
    [["connection", "create"], "name is missing"],
    [["connection", "create", "prod"], "--provider is missing"],
    [["secret", "create", "nas"], "missing: --connection, --remote-name, --type"],
    [["secret", "create", "nas", "--type", "token"], "--type is none of the types"],
    [["secret", "create", "nas", "--key", "k", "--whole"], "exclude each other"],
    [["run", "nightly", "--env", "A=keyferry:x"], "--env is for runs without a profile"],
    [["run", "--env", "A=keyferry:x", "--deliver", "b=env:B", "--", "true"], "--deliver belongs to a profile"],
    [["run", "--env", "A=keyferry:x"], "the program is missing"],
  ])("%j is exit code 64, with what is wrong and a next step", async (argv, text) => {
    const { code, stdout, stderr } = await run(argv);
    expect([code, stdout]).toEqual([64, ""]);
    expect(stderr).toContain(text);
    expect(stderr).toMatch(/^error: .*\(usage\)\n {2}next: /);
  });

  it.each([
    [["connection", "create", "prod", "--provider", "aws", "--credential", `secretAccessKey=${CANARY}`]],
    [["connection", "create", "prod", `--credentials=secretAccessKey=${CANARY}`]],
    [["connection", "create", "prod", CANARY]],
    [["run", "--env", `TOKEN=${CANARY}`, "--", "true"]],
  ])("%# does not show what could be a value", async (argv) => {
    const { code, stdout, stderr } = await run(argv);
    expect(code).toBe(64);
    expect(stdout + stderr).not.toContain(CANARY);
  });
});

it.each([
  [["run", "nightly", "--time-limit", CANARY], "--time-limit <duration>", "write a duration up to 23 days"],
  [["schedule", "nightly", "--at", CANARY], "--at <hh:mm>", "write a time of the day, such as 02:30"],
  [["impact", "x", "--kind", CANARY], "--kind <kind>", "allowed choices are secret, connection"],
])(
  "an option that does not take what stands behind it says what it takes, and shows none of it: %j",
  async (argv, option, way) => {
    const { code, stderr } = await run(argv);
    expect([code, stderr.split("\n")]).toEqual([
      64,
      [`error: ${option} does not take this (usage)`, expect.stringContaining(`  next: ${way}`), ""],
    ]);
  },
);

describe("failures", () => {
  it("are printed one block each, with where, next step and request id, and give the first exit code of the order", async () => {
    const error = new KeyferryError(
      { code: "unavailable", message: "no answer", connection: "prod" },
      {
        code: "access-denied",
        message: "refused",
        where: "sftp.password",
        hint: "ask\u001b[2J for it",
        requestId: "r-1",
      },
    );
    const { code, stderr } = await run(["secret", "list"], { host: failing(error) });
    expect(code).toBe(77);
    expect(stderr).toBe(
      "error: prod: no answer (unavailable)\n  next: check the network and the endpoint, then try again\n" +
        "error: sftp.password: refused (access-denied)\n  next: ask\\u{1b}[2J for it\n  request id: r-1\n",
    );
  });

  it("of another kind show nothing of themselves", async () => {
    const { code, stdout, stderr } = await run(["secret", "list"], {
      host: failing(new Error(CANARY, { cause: CANARY })),
    });
    expect(code).toBe(70);
    expect(stdout + stderr).not.toContain(CANARY);
    expect(stderr).toContain("(internal)");
  });

  it("end the sessions too", async () => {
    let disposed = 0;
    const host = fakeKeyferry({
      secrets: { list: async () => [] },
      async dispose() {
        disposed += 1;
        throw new Error("ignored");
      },
    });
    expect((await run(["secret", "list", "--json"], { host })).code).toBe(0);
    expect(disposed).toBe(1);
  });
});

it.each([[["--settings", "/x/s.json", "secret", "list"]], [["secret", "list", "--settings", "/x/s.json"]]])(
  "%j names another settings file",
  async (argv) => {
    const { opened } = await run(argv, { host: fakeKeyferry({ secrets: { list: async () => [] } }) });
    expect(opened).toEqual([{ settings: expect.stringMatching(/s\.json$/) }]);
  },
);
