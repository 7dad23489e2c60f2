import { type Schema, Validator } from "@cfworker/json-schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileSchema } from "../../src/settings/fits.ts";
import { profileSchema } from "../../src/settings/profile-schema.ts";
import { settingsSchema } from "../../src/settings/settings-schema.ts";
import { connection, profile, secret } from "./support/stores.ts";

const SAMPLES = [
  [
    "settings.json",
    settingsSchema,
    {
      $schema: "./x",
      schemaVersion: 1,
      revision: 3,
      plugins: ["acme"],
      connections: { c1: connection("prod") },
      secrets: { s1: secret("nas", "c1", { key: "k", version: "v", description: "", trimNewline: true }) },
    },
  ],
  [
    "a profile",
    profileSchema,
    {
      schemaVersion: 1,
      ...profile("nightly", {
        settings: { "sftp.host": { literal: "nas" }, "source/sftp.password": { secret: "s1" } },
        deliver: { "sftp.password": "env:P" },
        job: { program: "rsync", args: ["-a"] },
      }),
    },
  ],
] as const;

const ODD = ["", "-", "x".repeat(256), "🔑".repeat(255), "🔑".repeat(256), "A", "a.b", "../x", "env:P"];

/** Any value that a person could have typed in the place of another. */
const anything = fc.oneof(
  fc.constantFrom<unknown>(...ODD, null, true, 0, -1, 1, 2, 1.5, 1e300, [], {}, [1], { a: 1 }),
  fc.jsonValue(),
);

/** One change somewhere in a JSON value: another value, a member more, a member less, another name. */
function mutated(value: unknown, picks: readonly number[], put: unknown): unknown {
  const [pick = 0, ...rest] = picks;
  if (typeof value !== "object" || value === null || rest.length === 0 || pick % 5 === 0) return put;
  const entries = Object.entries(value);
  const at = pick % Math.max(1, entries.length);
  const [name = "x", member] = entries[at] ?? [];
  if (pick % 7 === 1) entries.splice(at, 1);
  else if (pick % 7 === 2) entries.push([ODD[pick % ODD.length] ?? "y", put]);
  else if (pick % 7 === 3) entries[at] = [`${name}${pick}`, member];
  else entries[at] = [name, mutated(member, rest, put)];
  return Array.isArray(value) ? entries.map(([, each]) => each) : Object.fromEntries(entries);
}

describe.each(SAMPLES)("the compiled schema of %s", (_, schema, sample) => {
  const fits = compileSchema(schema);
  const validator = new Validator(structuredClone(schema) as unknown as Schema, "2020-12");

  it("says yes to what is right, so that all of it was compiled", () => {
    expect([fits(sample), validator.validate(sample).valid]).toEqual([true, true]);
  });

  it("says what the validator says, whatever is changed", () => {
    const seen = new Set<boolean>();
    fc.assert(
      fc.property(fc.array(fc.nat(1_000), { minLength: 1, maxLength: 6 }), anything, (picks, put) => {
        const value = mutated(sample, picks, put);
        const verdict = fits(value);
        seen.add(verdict);
        expect(verdict).toBe(validator.validate(value).valid);
      }),
      { numRuns: 2_000 },
    );
    expect(seen.size).toBe(2);
  });
});

it("says no to whatever it does not know, so that the validator is asked", () => {
  for (const schema of [{ not: {} }, { type: "string", format: "uri" }, { type: "null" }, true, { oneOf: [] }]) {
    expect(compileSchema(schema)("x")).toBe(false);
  }
});
