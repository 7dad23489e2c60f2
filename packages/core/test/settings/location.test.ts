import { describe, expect, it } from "vitest";
import { machineSettingsPath, type Surroundings, userSettingsPath } from "../../src/settings/location.ts";
import { errorOf } from "./support/folder.ts";

const linux = (env: Record<string, string>) => ({ platform: "linux", env, home: "/home/ada" });
const windows = (env: Record<string, string>) => ({ platform: "win32", env, home: "C:\\Users\\ada" });

describe("userSettingsPath", () => {
  it.each([
    ["Linux", linux({}), "/home/ada/.config/keyferry/settings.json"],
    ["Linux with XDG_CONFIG_HOME", linux({ XDG_CONFIG_HOME: "/xdg" }), "/xdg/keyferry/settings.json"],
    ["Linux with a relative one", linux({ XDG_CONFIG_HOME: "xdg" }), "/home/ada/.config/keyferry/settings.json"],
    ["macOS", { ...linux({}), platform: "darwin" }, "/home/ada/Library/Application Support/Keyferry/settings.json"],
    ["Windows", windows({ LOCALAPPDATA: "D:\\local" }), "D:\\local\\Keyferry\\settings.json"],
    ["Windows without it", windows({}), "C:\\Users\\ada\\AppData\\Local\\Keyferry\\settings.json"],
    ["a named file", linux({ KEYFERRY_SETTINGS: "/srv/kf/mine.json" }), "/srv/kf/mine.json"],
    ["an empty name", linux({ KEYFERRY_SETTINGS: "" }), "/home/ada/.config/keyferry/settings.json"],
  ])("on %s", (_, surroundings, path) => {
    expect(userSettingsPath(surroundings)).toBe(path);
  });

  it("refuses a path that the working folder would decide", async () => {
    const error = await errorOf(() => userSettingsPath(linux({ KEYFERRY_SETTINGS: "settings.json" })));
    expect(error.failures[0]).toMatchObject({ code: "usage" });
    expect(error.message).toContain("KEYFERRY_SETTINGS");
  });
});

describe("a user without a home folder, as many in containers", () => {
  const cases: [string, Surroundings][] = [
    ["none at all", { ...linux({}), home: undefined }],
    ["a relative one, which the working folder would decide", { ...linux({}), home: "." }],
    ["an empty one", { ...linux({}), home: "" }],
    ["none on macOS", { ...linux({}), platform: "darwin", home: undefined }],
    ["none on Windows", { ...windows({}), home: undefined }],
  ];

  it.each(cases)("learns what to set: %s", async (_, surroundings) => {
    const error = await errorOf(() => userSettingsPath(surroundings));
    expect(error.failures[0]).toMatchObject({ code: "usage", hint: expect.stringContaining("KEYFERRY_SETTINGS") });
  });

  it("needs none where the environment says where the settings are", () => {
    const named = { ...linux({ KEYFERRY_SETTINGS: "/data/settings.json" }), home: undefined };
    const xdg = { ...linux({ XDG_CONFIG_HOME: "/data" }), home: undefined };
    const local = { ...windows({ LOCALAPPDATA: "D:\\data" }), home: undefined };
    expect([named, xdg, local].map(userSettingsPath)).toEqual([
      "/data/settings.json",
      "/data/keyferry/settings.json",
      "D:\\data\\Keyferry\\settings.json",
    ]);
  });
});

describe("machineSettingsPath", () => {
  it("lies where administrators write", () => {
    expect(machineSettingsPath(linux({}))).toBe("/etc/keyferry/settings.json");
    expect(machineSettingsPath(windows({ ProgramData: "D:\\data" }))).toBe("D:\\data\\Keyferry\\settings.json");
    expect(machineSettingsPath(windows({}))).toBe("C:\\ProgramData\\Keyferry\\settings.json");
  });
});
