import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Keyferry, ResolvedJob, RunEnd, RunOptions } from "@keyferry/core";
import { KeyferryError } from "@keyferry/core/delivery";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JobEnd, JobStart } from "../../src/world.ts";
import { fakeKeyferry } from "../fakes/keyferry.ts";
import { REPORT, resolvedJob } from "../fakes/resolved-job.ts";
import { run } from "../fakes/world.ts";

const JOB = { program: "backup", args: ["--all"], payloads: [], withheldVariables: [] };

/** A host that resolves, and keeps what it was asked. */
function recording(): { host: Keyferry; asked: unknown[]; ends: RunEnd[] } {
  const asked: unknown[] = [];
  const ends: RunEnd[] = [];
  const resolve = async ({ signal, refused, ...request }: RunOptions): Promise<ResolvedJob> => {
    expect(signal).toBeInstanceOf(AbortSignal);
    expect(refused).toBeInstanceOf(Function);
    asked.push(request);
    return resolvedJob(JOB, ends);
  };
  return { host: fakeKeyferry({ resolveProfile: resolve, resolveAdHoc: resolve }), asked, ends };
}

describe("run", () => {
  it("resolves the profile, starts its job and gives the job's exit code", async () => {
    const { host, asked } = recording();
    const ran = await run(["run", "nightly"], { host, job: { code: 37 } });
    expect([ran.code, ran.stdout, ran.stderr, ran.jobs]).toEqual([37, "", "", [JOB]]);
    expect(asked).toEqual([{ profile: "nightly", deliver: {} }]);
  });

  it("gives everything behind -- to the program as it is", async () => {
    const { host, asked } = recording();
    const tail = ["prog", "--help", "--json", "--", "", "a b", "'\"$x", "-e", "--settings", "y"];
    await run(["run", "nightly", "--deliver", "sftp.password=env:P", "--", ...tail], { host });
    expect(asked).toEqual([
      { profile: "nightly", deliver: { "sftp.password": "env:P" }, job: { program: "prog", args: tail.slice(1) } },
    ]);
  });

  it("runs without a profile by references", async () => {
    const { host, asked } = recording();
    await run(["run", "--env", "A=keyferry:x", "--env", "B=keyferry://c/n#k", "--", "prog"], { host });
    expect(asked).toEqual([{ env: { A: "keyferry:x", B: "keyferry://c/n#k" }, job: { program: "prog", args: [] } }]);
  });

  it("starts nothing where a secret fails, and tells typed addresses from the settings'", async () => {
    const refuse = async (): Promise<never> => {
      throw new KeyferryError({ code: "invalid-address", message: "no name" });
    };
    const host = fakeKeyferry({ resolveProfile: refuse, resolveAdHoc: refuse });
    const byProfile = await run(["run", "nightly"], { host });
    const adHoc = await run(["run", "--env", "A=keyferry://c/n", "--", "prog"], { host });
    expect([byProfile.code, byProfile.jobs, adHoc.code, adHoc.jobs]).toEqual([78, [], 64, []]);
  });

  it("starts nothing after an interrupt, and gives the signal's code", async () => {
    const controller = new AbortController();
    const interrupts = { signal: controller.signal, exitCode: 143, release() {} };
    const host = fakeKeyferry({
      async resolveProfile() {
        controller.abort();
        return resolvedJob(JOB);
      },
    });
    const { code, jobs, stderr } = await run(["run", "nightly"], { host, interrupts });
    expect([code, jobs, stderr]).toEqual([143, [], "cancelled\n"]);
  });

  it("leaves the signals to the job when it starts", async () => {
    let released = 0;
    const release = () => {
      released += 1;
    };
    const interrupts = { signal: new AbortController().signal, exitCode: undefined, release };
    await run(["run", "nightly"], { ...recording(), interrupts });
    expect(released).toBe(1);
  });

  it("says what could not be started, with the shell's exit code", async () => {
    const failures = [{ code: "program", message: "the program x cannot be executed", hint: "chmod +x" }] as const;
    const { code, stdout, stderr } = await run(["run", "nightly"], { ...recording(), job: { code: 126, failures } });
    expect([code, stdout]).toEqual([126, ""]);
    expect(stderr).toBe("error: the program x cannot be executed (program)\n  next: chmod +x\n");
  });

  it("passes on what a person should know, on standard error", async () => {
    const { stdout, stderr } = await run(["run", "nightly"], { ...recording(), jobWarnings: ["sftp.password: short"] });
    expect([stdout, stderr]).toEqual(["", "sftp.password: short\n"]);
  });

  it("explains the deliveries in place of a start", async () => {
    const { code, stdout, jobs } = await run(["run", "nightly", "--explain-delivery"], recording());
    expect([code, stdout, jobs]).toEqual([0, "sftp.password -> env:P\n", []]);
  });

  it("tells the audit why, and how it ended", async () => {
    const { host, asked, ends } = recording();
    await run(["run", "nightly", "--reason", "ticket 4711"], { host, job: { code: 3 } });
    await run(["run", "nightly"], { host, job: { code: 143, signal: "SIGTERM" } });
    await run(["run", "nightly"], { host, job: { code: 127, failures: [{ code: "program", message: "none" }] } });
    await run(["run", "nightly", "--explain-delivery"], { host });
    expect(asked[0]).toEqual({ profile: "nightly", deliver: {}, reason: "ticket 4711" });
    expect(ends).toEqual([
      { outcome: "finished", exitCode: 3 },
      { outcome: "signalled", exitCode: 143, signal: "SIGTERM" },
      { outcome: "not-started", exitCode: 127 },
      { outcome: "not-started", exitCode: 0 },
    ]);
  });
});

const limitOf = ({ timeLimitMs }: JobStart) => timeLimitMs;

describe("run with limits", () => {
  it("hands the time limit to whoever starts the job, and says that it was over", async () => {
    const { host, ends } = recording();
    const job = { code: 124, signal: "SIGTERM", timedOut: true };
    const { code, stderr, starts } = await run(["run", "nightly", "--time-limit", "90s"], { host, job });
    expect([code, stderr, starts.map(limitOf)]).toEqual([
      124,
      "the time limit of 90s was over before the job\n",
      [90_000],
    ]);
    expect(ends).toEqual([{ outcome: "timed-out", exitCode: 124, signal: "SIGTERM" }]);
    for (const wrong of ["0", "-1s", "1.5h", "24d", "1w", ""]) {
      expect((await run(["run", "nightly", "--time-limit", wrong], { host })).code).toBe(64);
    }
  });

  it("takes the profile's time limit where the run has none", async () => {
    const host = fakeKeyferry({
      async resolveProfile() {
        const { run, ...more } = resolvedJob(JOB);
        return { ...more, run: { ...run, timeLimit: 60 } };
      },
    });
    expect((await run(["run", "nightly"], { host })).starts.map(limitOf)).toEqual([60_000]);
    expect((await run(["run", "nightly", "--time-limit", "5"], { host })).starts.map(limitOf)).toEqual([5_000]);
  });

  it("asks for one run at a time, of a profile alone", async () => {
    const { host, asked } = recording();
    await run(["run", "nightly", "--lock"], { host });
    expect(asked).toEqual([{ profile: "nightly", deliver: {}, oneAtATime: true }]);
    expect((await run(["run", "--lock", "--env", "A=keyferry:x", "--", "prog"], { host })).code).toBe(64);
  });

  it("waits for a random time before anything is read, and not after an interrupt", async () => {
    const { host, asked } = recording();
    const { stderr } = await run(["run", "nightly", "--random-delay", "1s"], { host });
    expect([asked.length, stderr]).toEqual([1, expect.stringMatching(/^waiting [01]s, at most 1s\n$/)]);
    const interrupts = { signal: AbortSignal.abort(), exitCode: 143, release() {} };
    const stopped = await run(["run", "nightly", "--random-delay", "20d"], { host, interrupts });
    expect([stopped.code, asked.length]).toEqual([143, 1]);
  });
});

it("says before the start which logins end soon", async () => {
  const loginEnds = [
    { connection: "vault\u001b[2J", expiresAt: "2026-03-04T00:00:00Z", hoursLeft: 60 },
    { connection: "other", expiresAt: "2026-03-01T12:30:00Z", hoursLeft: 0 },
  ];
  const host = fakeKeyferry({ resolveProfile: async () => ({ ...resolvedJob(JOB), loginEnds }) });
  const { code, stdout, stderr } = await run(["run", "nightly"], { host });
  expect([code, stdout]).toEqual([0, ""]);
  expect(stderr).toBe(
    "warning: the login of vault\\u{1b}[2J ends in 2 days (2026-03-04T00:00:00Z) and is not renewed\n" +
      "warning: the login of other ends in less than an hour (2026-03-01T12:30:00Z) and is not renewed\n",
  );
});

describe("a job whose login failed", () => {
  const job = { ...JOB, loginFailed: [5] };
  const use = { setting: "sftp.password", secret: "nas", connection: "prod", ok: true };
  const hostOf = (again: () => Promise<ResolvedJob | undefined>, ends: RunEnd[]) =>
    fakeKeyferry({
      async resolveProfile() {
        const { run } = resolvedJob(JOB, ends);
        return { job, uses: [{ ...use, version: "7" }], loginEnds: [], run: { ...run, again } };
      },
    });

  it("runs once more where the manager has a newer version, and says so", async () => {
    const ends: RunEnd[] = [];
    const again = async () => ({ ...resolvedJob(JOB, ends), job, uses: [{ ...use, version: "8" }] });
    const { code, stderr, jobs } = await run(["run", "nightly"], { host: hostOf(again, ends), job: { code: 5 } });
    expect([code, jobs.length, ends.length]).toEqual([5, 2, 2]);
    expect(stderr).toBe("the job's login failed (exit code 5); nas changed meanwhile: retrying once\n");
  });

  it("does not run again where nothing is newer, or it cannot be read, or another code came", async () => {
    const none = await run(["run", "nightly"], { host: hostOf(async () => undefined, []), job: { code: 5 } });
    expect([none.code, none.jobs.length]).toEqual([5, 1]);
    expect(none.stderr).toContain("no newer version was found");
    const refuse = async (): Promise<never> => {
      throw new KeyferryError({ code: "unavailable", message: "no answer" });
    };
    const failed = await run(["run", "nightly"], { host: hostOf(refuse, []), job: { code: 5 } });
    expect([failed.code, failed.jobs.length]).toEqual([5, 1]);
    expect(failed.stderr).toContain("no answer (unavailable)");
    const never = async (): Promise<never> => {
      throw new Error("it was asked again");
    };
    const others: readonly JobEnd[] = [{ code: 0 }, { code: 6 }, { code: 5, signal: "SIGTERM" }];
    for (const other of others) {
      expect((await run(["run", "nightly"], { host: hostOf(never, []), job: other })).code).toBe(other.code);
    }
  });
});

describe("run --report", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "keyferry-report-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("writes the report in place of an older one, for its owner alone", async () => {
    const path = join(folder, "last.json");
    writeFileSync(path, "older", { mode: 0o644 });
    const { code } = await run(["run", "nightly", "--report", path], { ...recording(), job: { code: 9 } });
    expect([code, JSON.parse(readFileSync(path, "utf8"))]).toEqual([9, { ...REPORT, exitCode: 9 }]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(["last.json"]);
  });

  it("writes the report of a refused run", async () => {
    const path = join(folder, "last.json");
    const host = fakeKeyferry({
      async resolveProfile({ refused }) {
        refused?.({ ...REPORT, outcome: "refused" });
        throw new KeyferryError({ code: "not-found", message: "none" });
      },
    });
    const { code, jobs } = await run(["run", "nightly", "--report", path], { host });
    expect([code, jobs, JSON.parse(readFileSync(path, "utf8")).outcome]).toEqual([66, [], "refused"]);
  });

  it("refuses before anything is read where it cannot be written", async () => {
    for (const path of [folder, join(folder, "none", "x.json"), "/dev/null"]) {
      const { host, asked } = recording();
      const { code, jobs } = await run(["run", "nightly", "--report", path], { host });
      expect([code, jobs, asked]).toEqual([64, [], []]);
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  it("leaves nothing behind where there is no report", async () => {
    const refuse = async (): Promise<never> => {
      throw new KeyferryError({ code: "usage", message: "no job" });
    };
    await run(["run", "nightly", "--report", join(folder, "x.json")], {
      host: fakeKeyferry({ resolveProfile: refuse }),
    });
    expect(readdirSync(folder)).toEqual([]);
  });
});
