import { readFileSync } from "node:fs";
import { fittingMethods } from "@keyferry/test-harness/provider-tests";
import { describe, expect, it } from "vitest";
import provider from "../src/index.ts";

const { manifest } = provider;

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
    expect(fittingMethods(manifest, given)).toEqual([method]);
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
