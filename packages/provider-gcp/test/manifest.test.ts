import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import provider from "../src/index.ts";

const { manifest } = provider;
const names = (of: readonly { readonly name: string }[]) => of.map(({ name }) => name);

/** The methods that what a person gave fits: all of it is known to them, and all that they need is there. */
function fitting(given: readonly string[]): string[] {
  const own = given.filter((name) => !names(manifest.fields).includes(name));
  return manifest.auth
    .filter(({ fields }) => own.every((name) => names(fields).includes(name)))
    .filter(({ fields }) => names(fields.filter(({ required }) => required)).every((name) => own.includes(name)))
    .map(({ id }) => id);
}

describe("the manifest", () => {
  it("equals the marker in package.json", () => {
    const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
    expect(JSON.parse(text).keyferry.provider).toEqual({ id: manifest.id, apiVersion: manifest.apiVersion });
  });

  it.each([
    [["project"], "application-default"],
    [["project", "subjectTokenUrl"], "application-default"],
    [["configJson"], "workload-identity-federation"],
    [["configJson", "allowExecutable"], "workload-identity-federation"],
    [["keyJson", "endpoint"], "service-account-key"],
  ])("fits %j to exactly one way to log in", (given, method) => {
    expect(fitting(given)).toEqual([method]);
  });

  it("marks every field that says where a login goes", () => {
    const all = [...manifest.fields, ...manifest.auth.flatMap(({ fields }) => fields)];
    const others = all.filter(({ pointsTo }) => !pointsTo).map(({ name }) => name);
    expect(others.sort()).toEqual(["configJson", "keyJson"]);
  });

  it("offers what the machine has first, and takes whole files as credentials", () => {
    expect(manifest.auth[0]).toMatchObject({ id: "application-default", ambient: expect.anything() });
    const secret = manifest.auth.flatMap(({ fields }) => fields).filter(({ sensitive }) => sensitive);
    for (const field of secret) {
      expect(field.multiline).toBe(true);
      expect(field).not.toHaveProperty("example");
      expect(field).not.toHaveProperty("default");
    }
  });
});
