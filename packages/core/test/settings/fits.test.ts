import { type Schema, Validator } from "@cfworker/json-schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileSchema } from "../../src/settings/fits.ts";
import { MISFIT } from "../../src/settings/fits-parts.ts";
import { profileSchema } from "../../src/settings/profile-schema.ts";
import { settingsSchema } from "../../src/settings/settings-schema.ts";
import { anything, mutated } from "./support/mutate.ts";
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

describe.each(SAMPLES)("the compiled schema of %s", (_, schema, sample) => {
  const fits = compileSchema(schema);
  const validator = new Validator(structuredClone(schema) as unknown as Schema, "2020-12");

  it("says yes to what is right, so that all of it was compiled", () => {
    expect([fits(sample), validator.validate(sample).valid]).toEqual([membersOf(sample), true]);
  });

  it("says what the validator says, whatever is changed", () => {
    const seen = new Set<boolean>();
    fc.assert(
      fc.property(fc.array(fc.nat(1_000), { minLength: 1, maxLength: 6 }), anything, (picks, put) => {
        const value = mutated(sample, picks, put);
        const { valid } = validator.validate(value);
        seen.add(valid);
        expect(fits(value)).toBe(valid ? membersOf(value) : MISFIT);
      }),
      { numRuns: 2_000, examples: [[[418, 109, 473, 109, 444, 0], ""]] },
    );
    expect(seen.size).toBe(2);
  });
});

it("says no to whatever it does not know, so that the validator is asked", () => {
  for (const schema of [{ not: {} }, { type: "string", format: "uri" }, { type: "null" }, true, { oneOf: [] }]) {
    expect(compileSchema(schema)("x")).toBe(MISFIT);
  }
});

/** All members of all objects in a value. */
function membersOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const inner = Object.values(value).reduce<number>((sum, each) => sum + membersOf(each), 0);
  return inner + (Array.isArray(value) ? 0 : Object.keys(value).length);
}
