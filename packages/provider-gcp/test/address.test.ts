import fc from "fast-check";
import { describe, expect, it } from "vitest";
import provider from "../src/index.ts";
import { fields } from "./support/connection.ts";

const canonical = (text: string, more = {}) => {
  const result = provider.address(text, fields({ project: "backup-prod", ...more }));
  return result.ok ? result.name : result.error.code;
};

describe("a name", () => {
  it.each([
    ["nas", "nas"],
    ["Nas_1-x", "Nas_1-x"],
    ["0", "0"],
    ["a".repeat(255), "a".repeat(255)],
    ["projects/backup-prod/secrets/nas", "nas"],
    ["projects/backup-prod/secrets/nas/versions/latest", "nas"],
    ["nas/versions/latest", "nas"],
    ["nas/versions/7", "nas/versions/7"],
    ["projects/backup-prod/secrets/nas/versions/7", "nas/versions/7"],
    ["projects/backup-prod/secrets/nas/versions/blue", "nas/versions/blue"],
    ["projects/other-project/secrets/nas", "projects/other-project/secrets/nas"],
    ["projects/123456789012/secrets/nas", "projects/123456789012/secrets/nas"],
    ["projects/example.com:backup/secrets/nas/versions/3", "projects/example.com:backup/secrets/nas/versions/3"],
  ])("%j is %j", (text, name) => {
    expect(canonical(text)).toBe(name);
  });

  it.each([
    "",
    " ",
    "nas/",
    "/nas",
    "a/b",
    "..",
    "a".repeat(256),
    "nas?",
    "nas%2f",
    "nas\n",
    "nas\u202e",
    "nas\u0000",
    "näs",
    "projects//secrets/nas",
    "projects/backup-prod/secrets/",
    "projects/backup-prod/secrets/nas/",
    "projects/../secrets/nas",
    "projects/backup-prod/secrets/../x",
    "projects/Backup/secrets/nas",
    "projects/backup-prod/secrets/nas/versions/0",
    "projects/backup-prod/secrets/nas/versions/-1",
    "projects/backup-prod/secrets/nas/versions/",
    "projects/backup-prod/secrets/nas/versions/LATEST",
    "projects/backup-prod/secrets/nas/versions/new",
    "projects/backup-prod/secrets/nas/versions/1:destroy",
    "https://secretmanager.googleapis.com/v1/projects/backup-prod/secrets/nas",
    "nas:access",
  ])("%j is none", (text) => {
    expect(canonical(text)).toBe("invalid-address");
  });

  it("is of the connection's location, and of no other", () => {
    const regional = "projects/backup-prod/locations/europe-west1/secrets/nas";
    expect(canonical(regional, { location: "europe-west1" })).toBe("nas");
    expect(canonical("nas", { location: "europe-west1" })).toBe("nas");
    const other = regional.replace("backup-prod", "other-project");
    expect(canonical(other, { location: "europe-west1" })).toBe(other);
    expect(canonical(regional, { location: "us-central1" })).toBe("invalid-address");
    expect(canonical(regional)).toBe("invalid-address");
    expect(canonical("projects/backup-prod/secrets/nas", { location: "europe-west1" })).toBe("invalid-address");
  });

  it("never throws, and a canonical name is its own canonical form", () => {
    const part = fc.constantFrom(
      "projects/",
      "backup-prod",
      "123456",
      "/secrets/",
      "nas",
      "/versions/",
      "7",
      "latest",
      "/locations/",
      "us-east1",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(part, { maxLength: 8 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(text, fc.constantFrom({}, { location: "us-east1" }), (given, more) => {
        const of = fields({ project: "backup-prod", ...more });
        const once = provider.address(given, of);
        if (once.ok) expect(provider.address(once.name, of)).toEqual(once);
      }),
    );
  });
});
