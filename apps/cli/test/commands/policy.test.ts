import type { Keyferry } from "@keyferry/core";
import { expect, it } from "vitest";
import { fakeKeyferry } from "../fakes/keyferry.ts";
import { run } from "../fakes/world.ts";

type Views = Awaited<ReturnType<Keyferry["policies"]["ofProfile"]>>;

const VIEW = {
  connection: "prod",
  provider: "acme",
  documents: [{ title: "Read these secrets", language: "json", text: '{\n  "allow": "a\u001b[31m"\n}' }],
};
const host = (views: Views) => fakeKeyferry({ policies: { ofProfile: async () => views } });

it("prints each document under its title, with nothing that steers a terminal", async () => {
  const { code, stdout } = await run(["policy", "nightly"], { host: host([VIEW]) });
  expect(code).toBe(0);
  expect(stdout).toBe(
    'For the login of connection prod (acme)\n\nRead these secrets:\n\n{\n  "allow": "a\\u{1b}[31m"\n}\n',
  );
});

it("gives the same as JSON", async () => {
  const { stdout } = await run(["policy", "nightly", "--json"], { host: host([VIEW]) });
  expect(JSON.parse(stdout)).toEqual([VIEW]);
});

it("says where nothing is needed", async () => {
  const { code, stdout, stderr } = await run(["policy", "nightly"], { host: host([]) });
  expect([code, stdout, stderr]).toEqual([0, "", expect.stringContaining("needs no right")]);
});
