import { describe, expect, it } from "vitest";
import { findSetting, parseSetting } from "../../src/settings/catalogue.ts";
import { CATALOGUE } from "../../src/settings/catalogue-entries.ts";
import { nearest } from "../../src/settings/nearest.ts";
import { errorOf } from "./support/folder.ts";

describe("the catalogue", () => {
  it.each([
    ["ftp.username", ["username"]],
    ["ftp.password", ["password"]],
    ["sftp.username", ["username"]],
    ["sftp.password", ["password"]],
    ["sftp.private-key", ["private-key"]],
    ["sftp.private-key-passphrase", ["password"]],
    ["email.username", ["username"]],
    ["email.password", ["password"]],
    ["compression.password", ["password"]],
    ["log-email.password", ["password"]],
    ["backup-email.username", ["username"]],
    ["backup-email.password", ["password"]],
    ["network.username", ["username"]],
    ["network.password", ["password"]],
    ["cloud.username", ["username"]],
    ["cloud.password", ["password"]],
    ["cloud.sse-c-key", ["password"]],
    ["sftp.host", []],
  ])("has %s, which takes %j", (key, takes) => {
    expect(parseSetting(key).entry.takes).toEqual(takes);
  });

  it("takes a literal only where no password, passphrase or key belongs", () => {
    for (const { name, takes, literal } of CATALOGUE) {
      expect(literal).toBe(!/password|passphrase|key/.test(name));
      expect(literal || takes.length > 0).toBe(true);
    }
  });

  it("names each setting once", () => {
    const keys = CATALOGUE.map(({ group, name }) => `${group}.${name}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe("parseSetting", () => {
  it("reads a side", () => {
    expect(parseSetting("source/sftp.password")).toMatchObject({ key: "source/sftp.password", side: "source" });
    expect(parseSetting("sftp.password").side).toBeUndefined();
  });

  it.each([
    ["sftp.pasword", '"sftp.password"'],
    ["SFTP.Password", '"sftp.password"'],
    ["source/sftp.hots", '"source/sftp.host"'],
    ["sorce/sftp.host", '"source/sftp.host"'],
  ])("offers the nearest for %s", async (text, offer) => {
    const error = await errorOf(() => parseSetting(text));
    expect(error.failures[0]).toMatchObject({ code: "unknown-name" });
    expect(error.failures[0]?.hint).toContain(`did you mean ${offer}`);
  });

  it.each(["", "/", "sftp", "target/", "target/source/sftp.host", "constructor", "__proto__", "x\u001by.z"])(
    "refuses %j",
    async (text) => {
      expect(findSetting(text)).toBeUndefined();
      const error = await errorOf(() => parseSetting(text));
      expect(error.failures[0]?.code).toBe("unknown-name");
      expect(error.message).not.toContain("\u001b");
    },
  );
});

describe("nearest", () => {
  it("sees a swap, a slip, a missing and a doubled letter", () => {
    for (const slip of ["nihgtly", "nightlu", "nigtly", "nightlyy"]) {
      expect(nearest(slip, ["weekly", "nightly", "other"])).toEqual(["nightly"]);
    }
  });

  it("offers nothing that is far off", () => {
    expect(nearest("abcdef", ["uvwxyz", "abcdefghijk"])).toEqual([]);
  });
});
