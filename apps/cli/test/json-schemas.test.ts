import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { JSON_OUTPUTS } from "../scripts/json-outputs.ts";
import { fileSchemas, outputSchemas, renderJsonPage } from "../scripts/render-schemas.ts";
import { COMMANDS } from "../src/commands/index.ts";
import { Invocation } from "../src/invocation.ts";
import { filledGround, type Ground } from "./fakes/real-host.ts";
import { worldOf } from "./fakes/world.ts";

const FOLDER = new URL("../schemas/", import.meta.url);
const published = (name: string) => JSON.parse(readFileSync(new URL(`${name}.schema.json`, FOLDER), "utf8"));
const WRITTEN = "npx -y pnpm@10.34.9 run docs writes them";

describe(`the published schemas (${WRITTEN})`, () => {
  it("are what the types and the schemas of the code say", () => {
    const rendered = new Map([...fileSchemas(), ...outputSchemas()]);
    const found = readdirSync(FOLDER).map((name) => [name, readFileSync(new URL(name, FOLDER), "utf8")] as const);
    expect(found.map(([name]) => name).sort()).toEqual([...rendered.keys()].sort());
    for (const [name, text] of found) expect(text, name).toBe(rendered.get(name));
  });

  it("have a page that lists them", () => {
    expect(readFileSync(new URL("../../../docs/json.md", import.meta.url), "utf8")).toBe(renderJsonPage());
  });

  it("cover every command that has --json", async () => {
    const entries = COMMANDS.flatMap((item) =>
      "load" in item ? [item] : item.commands.map((entry) => ({ ...entry, name: `${item.name} ${entry.name}` })),
    );
    const withJson: string[] = [];
    for (const { name, load } of entries) {
      const command = new Command(name);
      (await load()).define(command, new Invocation(worldOf().world));
      if (command.options.some(({ long }) => long === "--json")) withJson.push(name);
    }
    expect(withJson.sort()).toEqual(Object.keys(JSON_OUTPUTS).sort());
  });
});

/** A line for each command, over the ground's settings. */
const LINES: Readonly<Record<keyof typeof JSON_OUTPUTS, (here: Ground) => Promise<string> | string>> = {
  "provider list": () => "provider list",
  "connection list": () => "connection list",
  "connection show": () => "connection show prod",
  "connection check": () => "connection check prod",
  "connection names": () => "connection names prod",
  "connection import": async (here) => {
    const path = join(here.folder, "prod.json");
    writeFileSync(path, (await here.works("connection export prod")).stdout.replaceAll("nas-", "their-"));
    return `connection import ${path} --dry-run --name theirs --credential token=env:TOKEN`;
  },
  "secret list": () => "secret list",
  "secret show": () => "secret show nas-user",
  "secret keys": () => "secret keys prod team/nas",
  "secret import": (here) => {
    const path = join(here.folder, "some.env");
    writeFileSync(path, "A=op://team/nas/password\nB=1\nC=op://team/none/password\n");
    return `secret import ${path} --connection prod --dry-run`;
  },
  "profile list": () => "profile list",
  "profile show": () => "profile show nightly",
  "profile settings": () => "profile settings nightly",
  "profile import": async (here) => {
    const path = join(here.folder, "nightly.json");
    writeFileSync(path, (await here.works("profile export nightly")).stdout);
    return `profile import ${path} --dry-run --name theirs --bind sftp.password=nas-password`;
  },
  "connection status": () => "connection status prod",
  "recipe list": () => "recipe list",
  "recipe show": () => "recipe show restic",
  "audit list": async (here) => {
    await here.works("run nightly");
    return "audit list";
  },
  "audit show": async (here) => {
    await here.works("run nightly");
    const [{ run }] = JSON.parse((await here.works("audit list --json")).stdout);
    return `audit show ${run}`;
  },
  "audit verify": async (here) => {
    await here.works("run nightly");
    return "audit verify";
  },
  impact: () => "impact nas-password",
  drift: () => "drift",
  doctor: () => "doctor",
  schedule: () => "schedule nightly --cron",
  run: () => "run nightly --dry-run",
  check: () => "check nightly",
  policy: () => "policy nightly",
};

describe("what --json prints", () => {
  it.each(Object.keys(JSON_OUTPUTS))("%s: fits its schema, and has no member beside it", async (command) => {
    const here = await filledGround();
    const line = LINES[command];
    if (line === undefined) throw new Error(`${command} has no line here`);
    const { stdout } = await here.works(`${await line(here)} --json`);
    const printed: unknown = JSON.parse(stdout);
    const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(
      closed(published(command.replaceAll(" ", "-"))),
    );
    expect(validate(printed), errors(validate)).toBe(true);
    // What is printed is worth a check only where something stands there.
    expect(JSON.stringify(printed).length).toBeGreaterThan(10);
    expect(validate(Array.isArray(printed) ? [{}] : {})).toBe(false);
    const more = { ...Object([printed].flat()[0]), extra: 1 };
    expect(validate(Array.isArray(printed) ? [more] : more)).toBe(false);
  });
});

describe("the files that Keyferry writes", () => {
  it.each(["settings", "profile", "profile-export", "connection-export"])("%s: fits its schema", async (name) => {
    const here = await filledGround();
    const profiles = join(here.folder, "profiles");
    const [first = ""] = readdirSync(profiles);
    const texts: Readonly<Record<string, string>> = {
      settings: readFileSync(join(here.folder, "settings.json"), "utf8"),
      profile: readFileSync(join(profiles, first), "utf8"),
      "profile-export": (await here.works("profile export nightly")).stdout,
      "connection-export": (await here.works("connection export prod")).stdout,
    };
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(published(name));
    const file = JSON.parse(texts[name] ?? "");
    expect(validate(file), errors(validate)).toBe(true);
    expect(validate({ ...file, extra: 1 })).toBe(false);
  });
});

/** The schema of this very version: no member that it does not name. */
function closed(schema: unknown): object {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema as unknown as object;
  const copy = Object.fromEntries(Object.entries(schema).map(([name, each]) => [name, closed(each)]));
  return "properties" in copy && !("additionalProperties" in copy) ? { ...copy, additionalProperties: false } : copy;
}

function errors({ errors: found }: ValidateFunction): string {
  return JSON.stringify(found ?? []);
}
