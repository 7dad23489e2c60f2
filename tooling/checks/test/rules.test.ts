import { describe, expect, it } from "vitest";
import { drawArrows, findCircle, upwardArrows } from "../src/floors.ts";
import { reachOf } from "../src/reach.ts";
import { SOURCE_RULES } from "../src/rules/index.ts";
import { readSource } from "../src/source.ts";

const RESOLVE = "packages/core/src/resolve/a.ts";
const CLIENT = "packages/provider-acme/src/client.ts";
const LOGIN_PROVIDER = "packages/provider-acme/src/login-provider.ts";
const SESSION = "packages/provider-acme/src/session.ts";
const JOBS = "packages/jobs/src/start.ts";
const CLI = "apps/cli/src/commands/run.ts";

/** For each rule: what it must catch (path, code), and what it must let through. */
const CONTROLS: Readonly<Record<string, { bad: readonly [string, string][]; good: readonly [string, string][] }>> = {
  "only composition/ imports the container and the polyfill": {
    bad: [
      [RESOLVE, `import type { DependencyContainer } from "tsyringe";`],
      [RESOLVE, `import "@abraham/reflection";`],
      [CLI, `const { container } = await import("tsyringe");`],
      [RESOLVE, `type C = import("tsyringe").DependencyContainer;`],
      ["packages/core/src/index.ts", `export { container } from "tsyringe";`],
    ],
    good: [
      [
        "packages/core/src/composition/container.ts",
        `import "@abraham/reflection"; import { container } from "tsyringe";`,
      ],
    ],
  },
  "a secret is opened in three places": {
    bad: [
      [RESOLVE, `import { reveal } from "../secret/secret.ts";`],
      [RESOLVE, `import { openForLogin } from "../secret/open.ts";`],
      ["packages/core/src/connections/a.ts", `import { openForSelection as open } from "../secret/open.ts";`],
      [CLI, `import { openForDelivery } from "@keyferry/core/delivery";`],
      [CLI, `import * as delivery from "@keyferry/core/delivery";`],
      ["packages/core/src/index.ts", `export * from "./secret/delivery.ts";`],
      ["packages/core/src/index.ts", `export { openForDelivery } from "./secret/delivery.ts";`],
      [RESOLVE, `const { reveal } = await import("../secret/secret.ts");`],
    ],
    good: [
      [RESOLVE, `import { openForSelection } from "../secret/open.ts";`],
      ["packages/core/src/connections/login.ts", `import { openForLogin } from "../secret/open.ts";`],
      [JOBS, `import { openForDelivery } from "@keyferry/core/delivery";`],
      ["packages/core/src/secret/open.ts", `import { reveal } from "./secret.ts";`],
    ],
  },
  "providers import the contract, and their SDK in client.ts and login-provider.ts alone": {
    bad: [
      [SESSION, `import type { Client } from "@acme/sdk";`],
      ["packages/provider-acme/src/login.ts", `import { logIn } from "@acme/logins";`],
      [CLIENT, `import { createKeyferry } from "@keyferry/core";`],
      [SESSION, `import { Redactor } from "@keyferry/core/delivery";`],
    ],
    good: [
      [CLIENT, `import { Client } from "@acme/sdk";`],
      [LOGIN_PROVIDER, `import { logIn } from "@acme/logins";`],
      [SESSION, `import { ProviderError } from "@keyferry/core/provider"; import { inspect } from "node:util";`],
    ],
  },
  "packages import each other by the subpath that they may": {
    bad: [
      [JOBS, `import { createKeyferry } from "@keyferry/core";`],
      [RESOLVE, `import { run } from "@keyferry/jobs";`],
      [CLI, `import aws from "@keyferry/provider-acme";`],
      [SESSION, `import x from "@keyferry/provider-other";`],
    ],
    good: [
      [JOBS, `import { Redactor } from "@keyferry/core/delivery";`],
      [CLI, `import { createKeyferry } from "@keyferry/core"; import { run } from "@keyferry/jobs";`],
    ],
  },
  "one place makes network requests": {
    bad: [
      [RESOLVE, `await fetch("https://host.example");`],
      [RESOLVE, `await globalThis.fetch("https://host.example");`],
      [CLIENT, `import http from "node:http"; http.request({});`],
      [CLIENT, `import { get } from "node:https"; get("https://host.example");`],
      [CLI, `import { Agent } from "undici";`],
      ["packages/provider-acme/src/ambient.ts", `import { request } from "node:http"; request({});`],
    ],
    good: [
      [RESOLVE, `await session.fetch(addresses); // fetch() is the provider's`],
      ["packages/core/src/connections/request.ts", `import http from "node:http"; http.request({});`],
      [CLIENT, `import { Agent } from "node:https"; new Agent(); await host.request({});`],
      ["apps/test-harness/src/a.ts", `import { request } from "node:http"; request({});`],
      ["packages/provider-acme/src/metadata.ts", `import { request } from "node:http"; request({});`],
    ],
  },
  "errors are told by brands, not by instanceof": {
    bad: [
      [SESSION, `if (thrown instanceof ProviderError) throw thrown;`],
      [CLI, `const known = thrown instanceof KeyferryError;`],
    ],
    good: [
      [
        SESSION,
        `if (isProviderError(thrown) || thrown instanceof TypeError) throw thrown; // instanceof ProviderError`,
      ],
    ],
  },
  "no console, and the environment is an argument": {
    bad: [
      ["packages/provider-acme/src/login.ts", `const { ACME_TOKEN } = process.env;`],
      [CLI, `console.log("x");`],
      [RESOLVE, `const home = process.env.HOME;`],
      [JOBS, `const home = process["env"];`],
      [JOBS, `import { env } from "node:process";`],
    ],
    good: [
      ["packages/provider-acme/src/ambient.ts", `const { ACME_TOKEN } = process.env;`],
      [CLI, `process.stdout.write(process.env.HOME ?? "");`],
      ["packages/core/src/composition/create.ts", `const env = options.env ?? process.env;`],
      [RESOLVE, `const home = options.env.HOME; // process.env`],
    ],
  },
  "core names no vendor": {
    bad: [
      [RESOLVE, `const awsRegion = "";`],
      [RESOLVE, `const hint = "npm install @keyferry/provider-azure";`],
      [RESOLVE, `const MAX_VAULT_TTL = 3;`],
      [RESOLVE, `class GCPThing {}`],
    ],
    good: [
      [RESOLVE, `const laws = "default"; // what AWS answers`],
      [SESSION, `const aws = 1;`],
    ],
  },
};

describe("negative controls", () => {
  it("every rule has its control", () => {
    expect(Object.keys(CONTROLS)).toEqual(Object.keys(SOURCE_RULES));
  });

  for (const [sentence, { bad, good }] of Object.entries(CONTROLS)) {
    it.each(bad)(`${sentence}: catches in %s: %s`, (path, code) => {
      expect(SOURCE_RULES[sentence]?.(readSource(path, code))).toHaveLength(1);
    });
    it.each(good)(`${sentence}: lets through in %s: %s`, (path, code) => {
      expect(SOURCE_RULES[sentence]?.(readSource(path, code))).toEqual([]);
    });
  }
});

describe("the drawing of imports", () => {
  const draw = (...files: [string, string][]) =>
    drawArrows(files.map(([path, code]) => readSource(`packages/core/src/${path}`, code)));

  it.each([`import type { A } from`, `export type { A } from`, `export * from`, `import`])("counts %s", (form) => {
    const found = upwardArrows(draw(["settings/a.ts", `${form} "../resolve/b.ts";`]));
    expect(found).toMatchObject([{ path: "packages/core/src/settings/a.ts:1" }]);
  });

  it.each([`const a = import("../resolve/b.ts");`, `type A = import("../resolve/b.ts").A;`])("counts %s", (code) => {
    expect(upwardArrows(draw(["settings/a.ts", code]))).toHaveLength(1);
  });

  it("lets an arrow down or along a floor through", () => {
    const files: [string, string] = ["resolve/a.ts", `import "../settings/b.ts"; import "./c.ts";`];
    expect(upwardArrows(draw(files, ["events/a.ts", `import "../contract/failure.ts";`]))).toEqual([]);
  });

  it("names a folder that has no floor", () => {
    expect(upwardArrows(draw(["helpers/a.ts", `import "../contract/b.ts";`]))[0]?.message).toContain(
      "helpers has no floor",
    );
  });

  it("finds a circle along one floor", () => {
    const circle = findCircle(
      draw(
        ["contract/a.ts", `import "../secret/b.ts";`],
        ["secret/b.ts", `import "../events/c.ts";`],
        ["events/c.ts", `import type { A } from "../contract/a.ts";`],
      ),
    );
    expect(circle).toEqual(["contract", "secret", "events", "contract"]);
  });

  it("follows what a file reaches, and lazy imports only where asked", () => {
    const sources = [
      readSource("p/src/index.ts", `import "./a.ts"; const b = () => import("./b.ts");`),
      readSource("p/src/a.ts", `import "node:util";`),
      readSource("p/src/b.ts", `import "sdk";`),
    ];
    expect([...reachOf("p/src/index.ts", sources, { lazy: false }).packages]).toEqual(["node:util"]);
    expect([...reachOf("p/src/index.ts", sources, { lazy: true }).packages].sort()).toEqual(["node:util", "sdk"]);
  });
});
