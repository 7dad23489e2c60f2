import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { SERVERS } from "../../src/servers/table.ts";

it("each server that can be had loads, says its version, and has stated deviations of scenarios that there are", async () => {
  const { SCENARIOS, MAIN_JOB, NO_LEAK } = await import("../../src/servers/scenarios.ts");
  const { BINARY } = await import("../../src/servers/binary.ts");
  const names = new Set([...SCENARIOS, BINARY, MAIN_JOB, NO_LEAK].map(({ name }) => name));
  for (const row of SERVERS) {
    if (row.kind !== "server") continue;
    const { version, deviations = {} } = await row.load();
    expect(version).toMatch(/\d/);
    for (const name of Object.keys(deviations)) expect(names).toContain(name);
  }
});

it("Vault's module pins what the table says, and replaces nothing", async () => {
  const folder = new URL("../../servers/vault/", import.meta.url);
  const { vault } = await import("../../src/servers/vault/vault.ts");
  const module = readFileSync(new URL("go.mod", folder), "utf8");
  expect(module).toContain(`github.com/hashicorp/vault v${vault.version.split(" ")[1]}\n`);
  expect(module).not.toMatch(/^replace/m);
  expect(readFileSync(new URL("go.sum", folder), "utf8")).toContain("github.com/hashicorp/vault v");
});
