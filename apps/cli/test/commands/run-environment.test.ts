import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Keyferry } from "@keyferry/core";
import { KeyferryError } from "@keyferry/core/delivery";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fakeKeyferry } from "../fakes/keyferry.ts";
import { resolvedJob } from "../fakes/resolved-job.ts";
import { run } from "../fakes/world.ts";

const JOB = { program: "backup", args: ["--all", "a b"], payloads: [], withheldVariables: ["SAK", "AKID"] };
const CANARY = "cnry-of-a-file";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "keyferry-run-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(text: string | Uint8Array): Promise<string> {
  const path = join(folder, "variables.env");
  await writeFile(path, text);
  return path;
}

/** A host that keeps what it was asked. */
function recording(): { host: Keyferry; asked: unknown[] } {
  const asked: unknown[] = [];
  const keep = ({ refused: _, ...given }: { refused?: unknown; planned?: object }) => {
    asked.push({ ...given, signal: undefined });
  };
  const resolve = async (request: object) => {
    keep(request);
    return resolvedJob(JOB);
  };
  const planRun = async (request: object) => {
    keep({ planned: request });
    return JOB;
  };
  return { host: fakeKeyferry({ resolveProfile: resolve, resolveAdHoc: resolve, planRun }), asked };
}

describe("run --env-file", () => {
  it("takes references and texts, expands nothing, and knows quotes and comments", async () => {
    const { host, asked } = recording();
    const text = [
      "# a comment",
      'HOME_OF="$HOME/x"',
      "PLAIN=a b # behind",
      "export QUOTED='keyferry is no reference'",
      'TOKEN="keyferry://prod/api/token#key"',
      "WHOLE=keyferry:whole # a comment",
      "EMPTY=",
    ].join("\n");
    await run(["run", "--env-file", await file(text), "--env", "B=keyferry:x", "--", "prog"], { host });
    expect(asked).toEqual([
      {
        env: { TOKEN: "keyferry://prod/api/token#key", WHOLE: "keyferry:whole", B: "keyferry:x" },
        literals: { HOME_OF: "$HOME/x", PLAIN: "a b", QUOTED: "keyferry is no reference", EMPTY: "" },
        job: { program: "prog", args: [] },
      },
    ]);
  });

  it.each([
    ["a file that is not there", async () => join(folder, "absent"), "does not exist"],
    ["a folder", async () => folder, "is no regular file"],
    ["bytes", () => file(Buffer.from([0x41, 0x3d, 0xff])), "is not text in UTF-8"],
    ["a huge file", () => file(`A=${CANARY}${"x".repeat(1024 * 1024)}`), "is larger than 1 MiB"],
    ["a reference whose key would be a comment", () => file("A=keyferry://c/n#key"), "cut off at its #"],
    ["a reference whose quote is open", () => file('A="keyferry://c/n#key'), 'the quote of "A" in --env-file is never'],
    ["options of Node, which reads the file too", () => file("NODE_OPTIONS=--inspect"), "steers Keyferry itself"],
    ["a variable that --env gives too", () => file(`B=${CANARY}`), 'both give "B"'],
  ])("refuses %s without showing what it holds", async (_what, path, says) => {
    const args = ["run", "--env", "B=keyferry:x", "--env-file", await path(), "--", "prog"];
    const { code, stderr, jobs } = await run(args, recording());
    expect([code, jobs]).toEqual([64, []]);
    expect(stderr).toContain(says);
    expect(stderr).not.toContain(CANARY);
  });

  it("is not for profiles", async () => {
    const { code, stderr } = await run(["run", "nightly", "--env-file", await file("A=b")], recording());
    expect([code, stderr]).toEqual([64, expect.stringContaining("--env-file is for runs without a profile")]);
  });
});

describe("the environment of a run", () => {
  it("is asked for as the options say", async () => {
    const { host, asked } = recording();
    await run(["run", "nightly", "--clean-env", "--keep-env", "AWS_PROFILE", "--keep-env", "LANG"], { host });
    const environment = { keepVariables: ["AWS_PROFILE", "LANG"], cleanEnvironment: true };
    expect(asked).toEqual([{ profile: "nightly", deliver: {}, ...environment }]);
  });
});

describe("run --dry-run", () => {
  it("says what would be started and what is withheld, reads nothing and starts nothing", async () => {
    const { host, asked } = recording();
    const { code, stdout, jobs } = await run(["run", "nightly", "--dry-run"], { host });
    expect([code, jobs]).toEqual([0, []]);
    expect(stdout).toBe("would start backup --all 'a b'\nsftp.password -> env:P\nAKID is withheld\nSAK is withheld\n");
    expect(asked).toEqual([{ planned: expect.objectContaining({ profile: "nightly" }) }]);
  });

  it("and --explain-delivery say the same as JSON", async () => {
    const plan = {
      program: "backup",
      args: ["--all", "a b"],
      deliveries: [{ settings: ["sftp.password"], delivery: "env:P" }],
      withheldVariables: ["AKID", "SAK"],
      cleanEnvironment: false,
    };
    for (const option of ["--dry-run", "--explain-delivery"]) {
      const { stdout } = await run(["run", "nightly", option, "--json"], recording());
      expect(JSON.parse(stdout)).toEqual(plan);
    }
  });

  it("fails as a run would where something stands against it", async () => {
    const planRun = async () => {
      throw new KeyferryError({ code: "delivery", message: "nothing delivers it" });
    };
    const { code, jobs } = await run(["run", "nightly", "--dry-run"], { host: fakeKeyferry({ planRun }) });
    expect([code, jobs]).toEqual([78, []]);
  });
});

describe("run --redact and --no-redact", () => {
  it.each([
    [[], undefined],
    [["--redact"], true],
    [["--no-redact"], false],
  ])("%j goes to the job's start", async (options, redact) => {
    const ran = await run(["run", "nightly", ...options], recording());
    expect(ran.starts.map((start) => start.redact)).toEqual([redact]);
  });
});
