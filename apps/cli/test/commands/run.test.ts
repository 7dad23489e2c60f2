import type { Keyferry, ResolvedJob } from "@keyferry/core";
import { KeyferryError } from "@keyferry/core/delivery";
import { describe, expect, it } from "vitest";
import { fakeKeyferry } from "../fakes/keyferry.ts";
import { run } from "../fakes/world.ts";

const JOB = { program: "backup", args: ["--all"], payloads: [], withheldVariables: [] };

/** A host that resolves, and keeps what it was asked. */
function recording(): { host: Keyferry; asked: unknown[] } {
  const asked: unknown[] = [];
  const resolve = async ({ signal, ...request }: { signal?: AbortSignal }): Promise<ResolvedJob> => {
    expect(signal).toBeInstanceOf(AbortSignal);
    asked.push(request);
    return { job: JOB, uses: [] };
  };
  return { host: fakeKeyferry({ resolveProfile: resolve, resolveAdHoc: resolve }), asked };
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
        return { job: JOB, uses: [] };
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
});
