import { describe, expect, it } from "vitest";
import provider from "../src/index.ts";
import { fields } from "./support/connection.ts";

const policy = (names: readonly string[], more = {}) =>
  provider.policy(
    names.map((name) => ({ name })),
    fields({ project: "backup-prod", ...more }),
  );

describe("the least rights", () => {
  it("for listing are the viewer's, which hold no value", () => {
    const [list, ...others] = policy([]);
    expect(others).toEqual([]);
    expect(list).toMatchObject({ language: "shell" });
    expect(list?.text).toContain("projects add-iam-policy-binding backup-prod ");
    expect(list?.text).toContain("--role=roles/secretmanager.viewer");
    expect(list?.text).not.toContain("secretAccessor");
  });

  it("for reading name each secret once, whatever version is read", () => {
    const [, read] = policy(["nas", "nas/versions/7", "projects/other-project/secrets/mail"]);
    const lines = read?.text.split("\n").filter((line) => line.startsWith("gcloud")) ?? [];
    expect(lines).toEqual([
      'gcloud secrets add-iam-policy-binding nas --project=backup-prod --member="$MEMBER" --role=roles/secretmanager.secretAccessor',
      'gcloud secrets add-iam-policy-binding mail --project=other-project --member="$MEMBER" --role=roles/secretmanager.secretAccessor',
    ]);
  });

  it("name the location of regional secrets", () => {
    const [, read] = policy(["nas"], { location: "europe-west1" });
    expect(read?.text).toContain("--project=backup-prod --location=europe-west1 --member");
  });

  it("can be conditions, of twelve names at most, that name a secret whole", () => {
    const names = Array.from({ length: 13 }, (_, index) => `s${index}`);
    const text = policy(names)[2]?.text ?? "";
    const expressions = [...text.matchAll(/expression=(.*)'/g)].map(([, found = ""]) => found);
    expect(expressions.map((one) => one.split(" || ").length)).toEqual([12, 1]);
    expect(expressions.join(" || ")).toContain('resource.name.extract("/secrets/{id}/versions/") == "s12"');
    // A comma would end gcloud's list of members.
    expect(expressions.join("")).not.toContain(",");
  });

  it("leave the project to be filled in where the connection has none", () => {
    expect(provider.policy([{ name: "nas" }], fields())[1]?.text).toContain("--project=PROJECT_ID ");
  });
});
