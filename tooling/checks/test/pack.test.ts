import { describe, expect, it } from "vitest";
import { contentFindings, undeclared } from "../src/pack/contents.ts";
import type { PackageManifest } from "../src/repository.ts";

const FILES = ["LICENSE", "README.md", "dist/index.d.ts", "dist/index.js", "package.json"];
const MANIFEST: PackageManifest = {
  name: "@keyferry/acme",
  version: "1.0.0",
  exports: { ".": { default: "./dist/index.js" } },
  dependencies: { sdk: "^3.0.0" },
  peerDependencies: { "@keyferry/core": "^1.0.0" },
};

describe("the contents of a packed package", () => {
  it("a good one passes", () => {
    expect(contentFindings("acme", FILES, MANIFEST)).toEqual([]);
  });

  it.each(["src/index.ts", "dist/index.ts", ".env", "dist/test/a.js", "tsconfig.json"])("%s is caught", (file) => {
    expect(contentFindings("acme", [...FILES, file], MANIFEST)).toHaveLength(1);
  });

  it.each(["LICENSE", "README.md", "package.json", "dist/index.js"])("a missing %s is caught", (file) => {
    const rest = FILES.filter((path) => path !== file);
    expect(contentFindings("acme", rest, MANIFEST)).toHaveLength(1);
  });

  it("a range of the workspace and an entry in src are caught", () => {
    expect(contentFindings("acme", FILES, { ...MANIFEST, dependencies: { sdk: "workspace:^" } })).toHaveLength(1);
    expect(contentFindings("acme", FILES, { ...MANIFEST, exports: { ".": "./src/index.ts" } })).toHaveLength(1);
  });

  it("an import that no installation brings is caught", () => {
    const reached = ["node:fs", "./a.js", "sdk/deep", "@keyferry/core/provider", "@other/package/x", "left-pad"];
    expect(undeclared(MANIFEST, reached)).toEqual(["@other/package", "left-pad"]);
  });
});
