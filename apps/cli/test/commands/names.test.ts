import { describe, expect, it } from "vitest";
import { filledGround } from "../fakes/real-host.ts";

const KEY = "🔑";

describe("names that people give", () => {
  it.each([
    ["emoji", `${KEY} nas`],
    ["Hebrew", "סיסמה"],
    ["Arabic", "كلمة السر"],
    ["Chinese", "备份密码"],
    ["a combining accent", "cafe\u0301"],
    ["255 bytes", "x".repeat(255)],
    ["255 bytes of four each", `${KEY.repeat(63)}abc`],
    ["quotation marks", `it's "the" nas`],
    ["what a shell would read", "$(reboot) `id` %PATH%"],
  ])("%s: are kept, shown, found and used", async (_, name) => {
    const here = await filledGround();
    await here.works("secret rename nas-password", name);
    await here.works("profile use nightly sftp.password", name);
    expect((await here.works("secret list")).stdout).toContain(name.normalize("NFC"));
    expect(JSON.parse((await here.works("secret show --json", name)).stdout).profiles).toEqual(["nightly"]);
  });

  it.each([
    ["nothing", "", 64],
    ["256 bytes", "x".repeat(256), 64],
    ["256 bytes of four each", KEY.repeat(64), 64],
    ["a slash", "a/b", 64],
    ["a text that is turned around", "nas\u202Edrowssap", 64],
    ["a letter that does not show", "nas\u200B", 64],
    ["an escape code", "nas\u001b[31m", 64],
    ["two lines", "nas\npassword", 64],
    ["half a character", "nas\ud800", 64],
    ["a blank at the end", "nas ", 64],
    ["the name of another", "NAS-USER", 78],
    ["the name of another in other letters", "Nas-User", 78],
  ])("%s: are refused with the rule and a way", async (_, name, code) => {
    const here = await filledGround();
    const refused = await here.type("secret rename nas-password --", name);
    expect(refused.code).toBe(code);
    expect(refused.stderr).toMatch(/^error: .+\n {2}next: .+\n/);
    for (const line of refused.stderr.split("\n")) expect(line).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}]*$/u);
  });

  it.each([
    ["case", "Straße", "STRASSE"],
    ["Unicode form", "caf\u00e9", "CAFE\u0301"],
    ["the two sigmas", "ΣΑΣ", "σας"],
    ["composition", "\u1e69", "s\u0323\u0307"],
  ])("that differ by %s alone are one", async (_, one, other) => {
    const here = await filledGround();
    await here.works("profile rename nightly", one);
    const taken = await here.type("profile create", other);
    expect([taken.code, taken.stderr]).toEqual([78, expect.stringContaining("already")]);
    expect((await here.works("profile show", other)).stdout).toContain(one.normalize("NFC"));
  });
});
