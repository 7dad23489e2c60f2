import type { FromSchema } from "json-schema-to-ts";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { ProfileFile, SettingsFile } from "../../src/settings/model.ts";
import { profileSchema } from "../../src/settings/profile-schema.ts";
import { Shapes } from "../../src/settings/schema.ts";
import { settingsSchema } from "../../src/settings/settings-schema.ts";

/** The keys of a file that a person can write, required and optional. */
type Members<T> = { [K in keyof T as string extends K ? never : K]: unknown };

describe("the schemas", () => {
  it("say what the types say", () => {
    expectTypeOf<Members<FromSchema<typeof settingsSchema>>>().toEqualTypeOf<{
      -readonly [K in keyof SettingsFile]: unknown;
    }>();
    expectTypeOf<Members<FromSchema<typeof profileSchema>>>().toEqualTypeOf<{
      -readonly [K in keyof ProfileFile]: unknown;
    }>();
  });

  it("describe every member of the top", () => {
    for (const schema of [settingsSchema, profileSchema]) {
      for (const [name, member] of Object.entries(schema.properties)) {
        if (name !== "$schema") expect(member).toHaveProperty("description");
      }
    }
  });

  it("are not touched by validating", async () => {
    const before = JSON.stringify([settingsSchema, profileSchema]);
    const shapes = new Shapes();
    const settings = { schemaVersion: 1, revision: 0, plugins: [], connections: {}, secrets: {} };
    expect((await shapes.settings(settings, { path: "x" })).file).toBe(settings);
    const profile = { schemaVersion: 1, name: "a", settings: {}, deliver: {} };
    expect((await shapes.profile(profile, { path: "x" })).file).toBe(profile);
    await expect(shapes.profile({ ...profile, name: 1 }, { path: "x" })).rejects.toThrow("must be text");
    expect(JSON.stringify([settingsSchema, profileSchema])).toBe(before);
    expect(Object.getOwnPropertyNames(settingsSchema)).not.toContain("__absolute_uri__");
  });
});
