import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createKeyferry, type Keyferry } from "../../src/index.ts";
import { type MemoryProvider, memoryProvider } from "../support/memory-provider.ts";

let folder: string;
let provider: MemoryProvider;
let keyferry: Keyferry;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "keyferry-core-"));
  provider = memoryProvider();
  const settings = join(folder, "settings.json");
  keyferry = await createKeyferry({ settings, plugins: [provider.plugin], env: { MEMORY_TOKEN: "cnry_token_012345" } });
  const sources = { token: "env:MEMORY_TOKEN" };
  await keyferry.connections.create({ name: "prod", provider: "memory", fields: { site: "here" }, sources });
});

afterEach(async () => {
  await keyferry.dispose();
  await rm(folder, { recursive: true });
});

const jobs = (count: number, secretsOf: (job: number) => readonly number[]) =>
  Promise.all(
    Array.from({ length: count }, (_, at) => {
      const env = Object.fromEntries(secretsOf(at).map((secret) => [`V${secret}`, `keyferry://prod/s/${secret}`]));
      return keyferry.resolveAdHoc({ env, job: { program: "true", args: [] } });
    }),
  );

it.each([
  ["one secret each", 100, (job: number) => [job]],
  ["the same five", 5, () => [0, 1, 2, 3, 4]],
  ["three of ten", 10, (job: number) => [job % 10, (job + 1) % 10, (job * 7) % 10]],
])("100 jobs at once with %s cost no more requests than secrets, and one login", async (_what, secrets, secretsOf) => {
  for (let at = 0; at < secrets; at++) provider.secrets.set(`s/${at}`, `cnry_value_${at}`);
  const resolved = await jobs(100, secretsOf);
  expect(resolved).toHaveLength(100);
  expect(provider.fetches.length).toBeLessThanOrEqual(secrets);
  expect(provider.openings).toHaveLength(1);
});
