import type { Stats } from "node:fs";
import { lstat, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { diskFileSystem } from "../../src/settings/file-system.ts";
import { windowsPlatform } from "../../src/settings/guard-windows.ts";
import { accessProblem } from "../../src/settings/windows-acl.ts";
import { errorOf, temporaryFolder, writePrivate } from "./support/folder.ts";
import { systemError } from "./support/watched-files.ts";

const ADA = "S-1-5-21-1111111111-2222222222-3333333333-1001";
const BOB = "S-1-5-21-1111111111-2222222222-3333333333-1002";
const env = { LOCALAPPDATA: "C:\\Users\\ada\\AppData\\Local" };
const INSIDE = "C:\\Users\\ada\\AppData\\Local\\Keyferry\\settings.json";
const OUTSIDE = "C:\\shared\\settings.json";
const GROUP = "G:S-1-5-21-1111111111-2222222222-3333333333-513";
const CLOSED = `O:${ADA}${GROUP}D:PAI(A;;FA;;;SY)(A;;FA;;;BA)(A;;FA;;;${ADA})`;

const fileStat = async () => {
  const path = join(await temporaryFolder(), "file");
  await writePrivate(path, "x");
  return lstat(path);
};

describe("accessProblem", () => {
  const problem = (sddl: string, layer: "user" | "machine") => accessProblem({ sddl, user: ADA }, layer);

  it("takes a closed list of the user's", () => {
    expect(problem(CLOSED, "user")).toBeUndefined();
    expect(problem(`O:BA${GROUP}D:AI(A;ID;FA;;;SY)(A;OICIIO;GA;;;CO)(A;;FA;;;${ADA})`, "user")).toBeUndefined();
    expect(problem(`O:${ADA}${GROUP}D:(D;;FA;;;WD)(A;;FA;;;${ADA})`, "user")).toBeUndefined();
  });

  it.each([
    ["another owner", `O:${BOB}${GROUP}D:(A;;FA;;;${ADA})`, BOB],
    ["a reader", `O:${ADA}${GROUP}D:(A;;FA;;;${ADA})(A;;FR;;;BU)`, "BU"],
    ["everybody", `O:${ADA}${GROUP}D:(A;;0x1301bf;;;WD)`, "WD"],
    ["a condition", `O:${ADA}${GROUP}D:(XA;;FA;;;WD;(Member_of{SID(BA)}))`, "cannot be read"],
    ["no list", `O:${ADA}${GROUP}D:NO_ACCESS_CONTROL`, "everybody"],
    ["no owner", "D:(A;;FA;;;SY)", "cannot be read"],
    ["nothing", "", "cannot be read"],
    ["something else", `O:${ADA}${GROUP}D:(A;;FA;;;SY)(rubbish)`, "cannot be read"],
  ])("refuses %s for the user's", (_, sddl, says) => {
    expect(problem(sddl, "user")).toContain(says);
  });

  it("lets others read the machine's, and nobody but administrators change it", () => {
    const open = "O:BAG:SYD:AI(A;ID;FA;;;SY)(A;ID;FA;;;BA)(A;ID;0x1200a9;;;BU)(A;;FRFX;;;WD)";
    expect(problem(open, "machine")).toBeUndefined();
    expect(problem(`${open}(A;;FW;;;BU)`, "machine")).toContain("BU change");
    expect(problem(`${open}(A;;0x1301bf;;;AU)`, "machine")).toContain("AU change");
    expect(problem(`${open}(A;;FRX;;;AU)`, "machine")).toContain("AU change");
    expect(problem(`O:${ADA}G:SYD:(A;;FA;;;SY)`, "machine")).toContain(ADA);
    expect(problem(`O:BAG:SYD:(A;;FA;;;${ADA})`, "machine")).toContain(ADA);
  });
});

describe("windowsPlatform", () => {
  it("takes what lies in %LOCALAPPDATA% without asking", async () => {
    const accessList = () => Promise.reject(new Error("not asked"));
    const platform = windowsPlatform({ env, accessList });
    await platform.checkFile(INSIDE, await fileStat(), "user");
  });

  it("reads the access list of what lies elsewhere, and of the machine's", async () => {
    const asked: string[] = [];
    const sddl = `O:BAG:SYD:(A;;FA;;;SY)`;
    const platform = windowsPlatform({
      env,
      accessList: async (path) => {
        asked.push(path);
        return { sddl, user: ADA };
      },
    });
    const stat = await fileStat();
    await platform.checkFile(OUTSIDE, stat, "user");
    await platform.checkFile(INSIDE, stat, "machine");
    await platform.checkFile("C:\\Users\\ada\\AppData\\Local..\\x.json", stat, "user");
    expect(asked.length).toBe(3);
  });

  it("refuses where the list is loose, or cannot be read", async () => {
    const stat = await fileStat();
    const loose = windowsPlatform({ env, accessList: async () => ({ sddl: `${CLOSED}(A;;FA;;;WD)`, user: ADA }) });
    expect((await errorOf(loose.checkFile(OUTSIDE, stat, "user"))).failures[0]).toMatchObject({ code: "settings" });
    const broken = windowsPlatform({ env, accessList: () => Promise.reject(new Error("no shell")) });
    expect((await errorOf(broken.checkFile(OUTSIDE, stat, "user"))).message).toContain("LOCALAPPDATA");
  });

  it("refuses folders and links in a file's place", async () => {
    const folder = await temporaryFolder();
    const platform = windowsPlatform({ env });
    const stat: Stats = await lstat(folder);
    expect((await errorOf(platform.checkFile(INSIDE, stat, "user"))).message).toContain("regular file");
    expect((await errorOf(platform.checkFolder(INSIDE, await fileStat(), "user"))).message).toContain("not a folder");
    await symlink("nowhere", join(folder, "link"));
    expect((await errorOf(async () => platform.read(diskFileSystem, join(folder, "link"), "user"))).message).toContain(
      "symbolic link",
    );
  });

  it("renames again while something holds the file open, and gives up in the end", async () => {
    let pauses = 0;
    const pause = async () => {
      pauses += 1;
    };
    let failures = 3;
    const platform = windowsPlatform({ env, pause });
    const files = {
      ...diskFileSystem,
      rename: async () => {
        failures -= 1;
        if (failures >= 0) throw systemError("EPERM");
      },
    };
    await platform.rename(files, "a", "b");
    expect(pauses).toBe(3);
    failures = 1_000;
    await expect(platform.rename(files, "a", "b")).rejects.toThrow("EPERM");
    const full = { ...diskFileSystem, rename: () => Promise.reject(systemError("ENOSPC")) };
    pauses = 0;
    await expect(platform.rename(full, "a", "b")).rejects.toThrow("ENOSPC");
    expect(pauses).toBe(0);
  });
});
