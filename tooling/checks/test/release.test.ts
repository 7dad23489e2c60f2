import { describe, expect, it } from "vitest";
import { peerFindings } from "../src/release/peer-ranges.ts";
import { rehearseRelease } from "../src/release/rehearse.ts";
import type { WorkspacePackage } from "../src/repository.ts";

const versionsOf = (packages: readonly WorkspacePackage[]) =>
  Object.fromEntries(packages.map(({ manifest }) => [manifest.name, manifest.version]));
const manifestOf = (packages: readonly WorkspacePackage[], name: string) =>
  packages.find(({ manifest }) => manifest.name === name)?.manifest;

describe("a release, rehearsed with the real planner", () => {
  it("a minor of core alone leaves every other package untouched", () => {
    const { before, after } = rehearseRelease([{ "@keyferry/core": "minor" }]);
    expect(versionsOf(after)).toEqual({
      ...versionsOf(before),
      "@keyferry/core": expect.stringMatching(/^\d+\.\d+\.0$/),
    });
    expect(versionsOf(after)["@keyferry/core"]).not.toBe(versionsOf(before)["@keyferry/core"]);
    expect(peerFindings(before, after)).toEqual([]);
  });

  it("a minor of core with a patch of a provider keeps the provider's wide peer range", () => {
    const { before, after } = rehearseRelease([{ "@keyferry/core": "minor", "@keyferry/provider-aws": "patch" }]);
    const [old, now] = [before, after].map((packages) => manifestOf(packages, "@keyferry/provider-aws"));
    expect(now?.version).not.toBe(old?.version);
    expect(now?.peerDependencies).toEqual(old?.peerDependencies);
  });

  it("a major of core alone is caught: the planner would drop the old host in a patch of each provider", () => {
    const { before, after } = rehearseRelease([{ "@keyferry/core": "major" }]);
    expect(peerFindings(before, after).map(({ path }) => path)).toContain("packages/provider-aws/package.json");
  });
});

describe("peer ranges between two releases", () => {
  const core = (version: string): WorkspacePackage => ({
    folder: "packages/core",
    manifest: { name: "core", version },
  });
  const plugin = (version: string, range: string): WorkspacePackage => ({
    folder: "packages/plugin",
    manifest: { name: "plugin", version, peerDependencies: { core: range } },
  });

  it.each([
    ["narrowed in a patch", plugin("1.0.1", "^1.3.0"), core("1.3.0")],
    ["moved to the next major in a minor", plugin("1.1.0", "^2.0.0"), core("2.0.0")],
    ["leaving out the host of the same release", plugin("2.0.0", "^1.0.0"), core("2.0.0")],
  ])("%s is caught", (_, now, host) => {
    expect(peerFindings([plugin("1.0.0", "^1.0.0"), core("1.0.0")], [now, host])).toHaveLength(1);
  });

  it.each([
    ["kept", plugin("1.0.1", "^1.0.0"), core("1.3.0")],
    ["widened in a minor", plugin("1.1.0", "^1.0.0 || ^2.0.0"), core("2.0.0")],
    ["moved in a major", plugin("2.0.0", "^2.0.0"), core("2.0.0")],
  ])("%s is let through", (_, now, host) => {
    expect(peerFindings([plugin("1.0.0", "^1.0.0"), core("1.0.0")], [now, host])).toEqual([]);
  });
});
