import { readFileSync } from "node:fs";
import { fittingMethods } from "@keyferry/test-harness/provider-tests";
import { describe, expect, it } from "vitest";
import provider from "../src/index.ts";

const { manifest } = provider;
const names = (of: readonly { readonly name: string }[]) => of.map(({ name }) => name);

describe("the manifest", () => {
  it("equals the marker in package.json", () => {
    const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
    expect(JSON.parse(text).keyferry.provider).toEqual({ id: manifest.id, apiVersion: manifest.apiVersion });
  });

  it.each([
    [["region"], "default-chain"],
    [["region", "profileName"], "profile"],
    [["region", "endpoint", "accessKeyId", "secretAccessKey"], "access-key"],
    [["region", "accessKeyId", "secretAccessKey", "sessionToken"], "session-token"],
    [["region", "roleArn", "accessKeyId", "secretAccessKey"], "assume-role"],
    [["region", "roleArn", "externalId", "accessKeyId", "secretAccessKey", "sessionToken"], "assume-role"],
    [["region", "roleArn"], "assume-role-ambient"],
  ])("fits %j to exactly one way to log in", (given, method) => {
    expect(fittingMethods(manifest, given)).toEqual([method]);
  });

  it("marks every field that says where a login goes", () => {
    const all = [...manifest.fields, ...manifest.auth.flatMap(({ fields }) => fields)];
    const points = all.filter(({ pointsTo }) => pointsTo).map(({ name }) => name);
    expect([...new Set(points)].sort()).toEqual(
      ["caFile", "dualstack", "endpoint", "fips", "proxy", "region", "roleArn", "stsEndpoint"].sort(),
    );
  });

  it("has unique names within a connection, and no example or default of a credential", () => {
    for (const { fields } of manifest.auth) {
      const all = names([...manifest.fields, ...fields]);
      expect(new Set(all).size).toBe(all.length);
      for (const field of fields.filter(({ sensitive }) => sensitive)) {
        expect(field).not.toHaveProperty("example");
        expect(field).not.toHaveProperty("default");
      }
    }
  });

  it("offers what the machine has first, and says what such a login reads", () => {
    expect(manifest.auth[0]?.id).toBe("default-chain");
    for (const { ambient, fields } of manifest.auth) {
      expect(ambient !== undefined).toBe(fields.every(({ sensitive }) => !sensitive));
      if (ambient !== undefined) expect(ambient.variables).toContain("AWS_SECRET_ACCESS_KEY");
    }
  });
});
