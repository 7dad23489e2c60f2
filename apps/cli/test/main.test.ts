import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { tooOld } from "../src/node-version.ts";
import { spawnKeyferry } from "./fakes/process.ts";

describe("the process", () => {
  it.each([
    [{ env: { NODE_DEBUG: "http" } }, "NODE_DEBUG"],
    [{ env: { NODE_TLS_REJECT_UNAUTHORIZED: "0" } }, "NODE_TLS_REJECT_UNAUTHORIZED"],
    [{ flags: ["--report-on-signal"] }, "--report-on-signal"],
  ])("does not work with %j", async (options, name) => {
    const { code, stdout, stderr } = await spawnKeyferry(["run", "nightly"], options);
    expect([code, stdout]).toEqual([78, ""]);
    expect(stderr).toMatch(new RegExp(`error: .*${name}.*\n {2}next: `));
  });

  it("lets the doctor start where nothing else does, to name what is wrong", async () => {
    const env = { NODE_TLS_REJECT_UNAUTHORIZED: "0", KEYFERRY_SETTINGS: "/nowhere/settings.json" };
    const { code, stdout } = await spawnKeyferry(["doctor"], { env });
    expect([code, stdout]).toEqual([78, expect.stringMatching(/environment +error +NODE_TLS_REJECT_UNAUTHORIZED=0/)]);
  });

  it("says which Node.js it needs in place of failing on an older one", async () => {
    const older = 'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.20.2" } })';
    const flags = ["--import", `data:text/javascript,${encodeURIComponent(older)}`];
    const { code, stdout, stderr } = await spawnKeyferry(["secret", "list"], { flags });
    expect([code, stdout]).toEqual([78, ""]);
    expect(stderr).toMatch(
      /^error: Keyferry needs Node\.js 22\.18 or later, and this is 20\.20\.2 .*\n {2}next: install/,
    );
    const { engines } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
    expect(engines.node).toBe(">=22.18");
    const fits = ["22.18.0", "22.20.1", "24.0.0", "100.1.0"].filter((version) => tooOld(version) === undefined);
    expect([fits.length, tooOld("22.17.9"), tooOld("18.20.0")]).toEqual([4, expect.any(String), expect.any(String)]);
  });

  it("shows nothing of an error that nobody caught", async () => {
    const canary = "cnry_0f8e2d91";
    const thrown = `Object.assign(new Error("${canary}"), { config: "${canary}" })`;
    const when = 'process.on("newListener", (name) => name === "unhandledRejection" && process.nextTick(fail))';
    const thrower = `data:text/javascript,${encodeURIComponent(`const fail = () => { throw ${thrown} }; ${when}`)}`;
    const { code, stdout, stderr } = await spawnKeyferry(["secret", "list"], { flags: ["--import", thrower] });
    expect(stdout + stderr).not.toContain(canary);
    expect([code, stderr]).toEqual([70, expect.stringContaining("(internal)")]);
  });
});
