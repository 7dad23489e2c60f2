import { expect, it } from "vitest";
import { fakeKeyferry } from "../fakes/keyferry.ts";
import { run } from "../fakes/world.ts";

const VIEW = { id: "1", name: "new", settings: [], profiles: [] };

/** A host that takes any call of one group and records its arguments. */
function recording(group: "connections" | "secrets" | "profiles") {
  const calls: unknown[][] = [];
  const take =
    (method: string) =>
    async (...given: unknown[]) => {
      calls.push([method, ...given]);
      return VIEW;
    };
  const methods = ["rename", "delete", "describe", "duplicate", "unset"];
  const parts = Object.fromEntries(methods.map((method) => [method, take(method)]));
  return { calls, host: fakeKeyferry({ [group]: parts }) };
}

it.each([
  ["connections", "connection rename old new", ["rename", "old", "new"], "connection old is now called new"],
  ["connections", "connection delete old", ["delete", "old"], "connection old deleted"],
  ["secrets", "secret rename old new", ["rename", "old", "new"], "secret old is now called new"],
  ["secrets", "secret describe old text", ["describe", "old", "text"], "secret new is described no more"],
  ["secrets", "secret delete old", ["delete", "old"], "secret old deleted"],
  ["profiles", "profile rename old new", ["rename", "old", "new"], "profile old is now called new"],
  ["profiles", "profile duplicate old new", ["duplicate", "old", "new"], "profile new has the settings of old"],
  ["profiles", "profile unset old sftp.host", ["unset", "old", "sftp.host"], "sftp.host of new is not set"],
  ["profiles", "profile delete old", ["delete", "old"], "profile old deleted"],
] as const)("%s: %s", async (group, line, call, said) => {
  const { calls, host } = recording(group);
  const { code, stdout, stderr } = await run(line.split(" "), { host });
  expect([code, stdout, stderr]).toEqual([0, "", `${said}\n`]);
  expect(calls).toEqual([call]);
});

it.each(["connection rename old", "secret describe old", "profile unset old", "secret delete"])(
  "is a usage error where something is missing: %s",
  async (line) => {
    expect((await run(line.split(" "))).code).toBe(64);
  },
);
