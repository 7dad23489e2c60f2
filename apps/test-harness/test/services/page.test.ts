import { describe, expect, it } from "vitest";
import { pageFile, pageFiles, replaced } from "../../src/services/page.ts";

describe("docs/services.md", () => {
  it("has a file for each surrounding that it speaks of", async () => {
    expect([...(await pageFiles()).keys()].sort()).toEqual([
      ".github/workflows/nightly.yml",
      ".gitlab-ci.yml",
      "/etc/cron.d/keyferry-nightly",
      "/etc/systemd/system/keyferry-nightly.service",
      "/etc/systemd/system/keyferry-nightly.timer",
      "Dockerfile",
      "compose.yaml",
      "keyferry-login.ps1",
      "keyferry-nightly.ps1",
      "keyferry-nightly.xml",
    ]);
  });

  it("gives the program its settings where nothing else does", async () => {
    for (const path of [
      "/etc/cron.d/keyferry-nightly",
      "/etc/systemd/system/keyferry-nightly.service",
      "compose.yaml",
    ]) {
      expect(await pageFile(path)).toContain("KEYFERRY_SETTINGS");
    }
  });
});

describe("the reading of the page", () => {
  it("notices a file or a text that it has no more", async () => {
    await expect(pageFile("nothing")).rejects.toThrow("has no nothing");
    expect(replaced("a b a", { a: "c" })).toBe("c b c");
    expect(() => replaced("a", { x: "c" })).toThrow("does not say x");
  });
});
