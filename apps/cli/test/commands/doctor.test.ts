import type { Finding } from "@keyferry/core";
import { describe, expect, it } from "vitest";
import type { Surroundings } from "../../src/doctor/surroundings.ts";
import { fakeKeyferry } from "../fakes/keyferry.ts";
import { run } from "../fakes/world.ts";

const CANARY = "cnry_d0c70r";
const WELL: Finding = { area: "settings", level: "ok", message: "/settings.json: 1 connections" };

async function examined(surroundings: Partial<Surroundings>, setup: readonly Finding[] = [WELL]) {
  const { code, stdout } = await run(["doctor", "--json"], {
    host: fakeKeyferry({ doctor: { examine: async () => setup } }),
    surroundings: { env: {}, execArgv: [], coreLimit: async () => "0", ...surroundings },
  });
  return { code, stdout, findings: JSON.parse(stdout) as Finding[] };
}

describe("doctor", () => {
  it("finds nothing wrong where nothing is", async () => {
    const { code, findings } = await examined({});
    expect(code).toBe(0);
    expect(findings.map(({ area, level }) => [area, level])).toEqual([
      ["settings", "ok"],
      ["environment", "ok"],
      ["proxy", "ok"],
    ]);
  });

  it.each<[string, Partial<Surroundings>, "warning" | "error"]>([
    ["NODE_DEBUG", { env: { NODE_DEBUG: "http" } }, "error"],
    ["NODE_TLS_REJECT_UNAUTHORIZED", { env: { NODE_TLS_REJECT_UNAUTHORIZED: "0" } }, "error"],
    ["--inspect", { env: { NODE_OPTIONS: "--inspect=0.0.0.0" } }, "error"],
    ["--inspect", { execArgv: ["--inspect"] }, "error"],
    ["SSLKEYLOGFILE", { env: { SSLKEYLOGFILE: `/tmp/${CANARY}` } }, "warning"],
    ["LD_PRELOAD", { env: { LD_PRELOAD: `/tmp/${CANARY}.so` } }, "warning"],
    ["core file", { coreLimit: async () => "unlimited" }, "warning"],
    ["HTTPS_PROXY", { env: { HTTPS_PROXY: `http://me:${CANARY}@proxy.example` } }, "warning"],
  ])("finds %s, names the remedy, and shows no value of a variable", async (what, surroundings, level) => {
    const { code, stdout, findings } = await examined(surroundings);
    const found = findings.filter((finding) => finding.level !== "ok");
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      level,
      message: expect.stringContaining(what),
      remedy: expect.stringMatching(/./),
    });
    expect(code).toBe(level === "error" ? 78 : 0);
    expect(stdout).not.toContain(CANARY);
  });

  it("hands the interrupt on to what it asks for, and shows nothing then", async () => {
    const controller = new AbortController();
    const interrupts = { signal: controller.signal, exitCode: 130, release() {} };
    const examine = async ({ signal }: { readonly signal?: AbortSignal } = {}) => {
      controller.abort();
      expect(signal?.aborted).toBe(true);
      return [WELL];
    };
    const { code, stdout, stderr } = await run(["doctor"], { host: fakeKeyferry({ doctor: { examine } }), interrupts });
    expect([code, stdout, stderr]).toEqual([130, "", "cancelled\n"]);
  });

  it("names everything that is wrong at once", async () => {
    const env = { NODE_DEBUG: "http", NODE_DEBUG_NATIVE: "tls", NODE_OPTIONS: "--inspect --prof" };
    const { findings } = await examined({ env });
    expect(findings.filter(({ level }) => level === "error")).toHaveLength(4);
  });

  it("says nothing of core files where the system does not", async () => {
    const { findings } = await examined({ coreLimit: async () => undefined });
    expect(findings.filter(({ level }) => level !== "ok")).toEqual([]);
  });

  it("fails for an error of the setup, and shows all of it as a table", async () => {
    const broken: Finding = {
      area: "plugins",
      level: "error",
      message: "vault is not usable here",
      remedy: "npm install x",
    };
    expect((await examined({}, [WELL, broken])).code).toBe(78);
    const host = fakeKeyferry({ doctor: { examine: async () => [WELL, broken] } });
    expect((await run(["doctor"], { host })).stdout).toMatch(
      /^plugins +error +vault is not usable here +npm install x$/m,
    );
  });
});
