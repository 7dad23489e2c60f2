import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createKeyferry } from "@keyferry/core";
import { defineProvider } from "@keyferry/core/provider";
import { describe, expect, it, onTestFinished } from "vitest";
import { run } from "./fakes/world.ts";

const CHECK = ["connection", "check", "prod"];

/** A manager whose clock differs by so many minutes, and a command line that is connected to it. */
async function connected(minutesAhead: number, headers: Readonly<Record<string, string>> = {}) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const date = new Date(Date.now() + minutesAhead * 60_000).toUTCString();
    response.writeHead(200, { date, ...headers }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const folder = mkdtempSync(join(tmpdir(), "keyferry-clock-"));
  onTestFinished(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const field = {
    name: "url",
    type: "text",
    label: "URL",
    description: "Where",
    required: true,
    pointsTo: true,
  } as const;
  const token = {
    name: "token",
    type: "text",
    label: "Token",
    description: "It",
    sensitive: true,
    required: true,
  } as const;
  const plugin = defineProvider({
    manifest: {
      ...{ apiVersion: 1, id: "fake", displayName: "Fake manager", docsUrl: "https://example.org", fields: [field] },
      auth: [{ id: "token", label: "Token", description: "A token", fields: [token], ends: true }],
      capabilities: { maxBatch: 1, batchVersions: false, describe: false, versions: false, masksMissing: false },
    },
    address: (name) => ({ ok: true, name }),
    policy: () => [],
    open: async ({ fields }, host) => ({
      check: async () => {
        await host.request({ method: "GET", url: `${fields.url}/login` });
        await host.request({ method: "GET", url: `${fields.url}/list` });
        return { canList: "yes" };
      },
      list: async () => ({ items: [] }),
      fetch: async () => [],
      dispose: async () => {},
    }),
  });
  const open = () =>
    createKeyferry({ settings: join(folder, "settings.json"), env: { TOKEN: "cnry_clock" }, plugins: [plugin] });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const create = ["connection", "create", "prod", "--provider", "fake", "--set", `url=${url}`, "--unchecked"];
  const type = async (argv: readonly string[]) => run(argv, { host: await open() });
  expect((await type([...create, "--credential", "token=env:TOKEN"])).code).toBe(0);
  return { type, asked };
}

describe("a clock that is wrong", () => {
  it.each([
    [7, "7 min behind that of prod"],
    [-7, "7 min ahead of that of prod"],
  ])("is told once, with the first answer (%i min)", async (minutes, text) => {
    const { code, stderr } = await (await connected(minutes)).type(CHECK);
    expect([code, stderr.match(/warning: .*/g)]).toEqual([0, [expect.stringContaining(text)]]);
  });

  it.each([
    [4, {}, "it is within what managers take"],
    [60, { age: "3600" }, "the answer comes from a cache"],
    [60, { date: "soon" }, "the answer does not say"],
  ])("is not told where it is not known (%i min, %j): %s", async (minutes, headers, _why) => {
    expect(await (await connected(minutes, headers)).type(CHECK)).toMatchObject({ code: 0, stderr: "" });
  });

  it("is the doctor's finding, who asks no more for it than for the end of the login", async () => {
    const { type, asked } = await connected(7);
    const { code, stdout, stderr } = await type(["doctor", "--json"]);
    expect([code, stderr, asked]).toEqual([78, "", ["GET /login", "GET /list"]]);
    expect(JSON.parse(stdout)).toContainEqual({
      area: "clock",
      level: "error",
      message: 'it is 7 min behind the clock of "prod"',
      remedy: expect.stringContaining("set the clock"),
    });
    const right = JSON.parse((await (await connected(0)).type(["doctor", "--json"])).stdout);
    expect(right.find(({ area }: { area: string }) => area === "clock").message).toMatch(/, as "prod" has it$/);
  });
});
