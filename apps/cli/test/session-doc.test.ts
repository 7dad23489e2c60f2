import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { withSession } from "../scripts/render-session.ts";

describe("the session in README.md", () => {
  it("is what the screens of the tests show (node apps/cli/scripts/session-doc.ts writes it)", () => {
    const page = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
    expect(page).toBe(withSession(page));
    expect(page).toMatch(/secret nas-password created[\s\S]*profile nightly created/);
  });

  it("is caught where it was changed by hand, or has no place", () => {
    const page = "<!-- session: x -->\nby hand\n<!-- /session -->\n";
    expect(withSession(page)).not.toContain("by hand");
    expect(() => withSession("no place")).toThrow("no place");
  });
});
