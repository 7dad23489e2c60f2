import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { spawnKeyferry } from "./fakes/process.ts";

/** A file of Linux that takes nothing: each write says that the disk is full (full(4)). */
const FULL = "/dev/full";

const into = (file: string) => ({ through: ["sh", "-c", `exec "$@" > ${file}`, "sh"] });

describe.runIf(existsSync(FULL))("what a command prints", () => {
  it("is an error where it cannot be written: a cut export is no success", async () => {
    const { code, stderr } = await spawnKeyferry(["recipe", "list", "--json"], into(FULL));
    expect([code, stderr]).toEqual([64, expect.stringContaining("could not be written (ENOSPC)")]);
  });

  it("is none where its reader has gone away", async () => {
    const through = ["sh", "-c", '"$@" | true; echo done', "sh"];
    expect(await spawnKeyferry(["recipe", "list", "--json"], { through })).toMatchObject({
      code: 0,
      stdout: "done\n",
      stderr: "",
    });
  });

  it("keeps another exit code", async () => {
    expect((await spawnKeyferry(["recipe", "show", "absent"], into(FULL))).code).toBe(66);
  });
});
