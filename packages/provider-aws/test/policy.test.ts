import { describe, expect, it } from "vitest";
import provider from "../src/index.ts";
import { fields } from "./support/connection.ts";

function statements(addresses: readonly string[], more = {}) {
  const documents = provider.policy(
    addresses.map((name) => ({ name })),
    fields(more),
  );
  return documents.flatMap((document) => JSON.parse(document.text).Statement);
}

const read = (addresses: readonly string[], more = {}) =>
  statements(addresses, more).find(({ Action }) => Action.includes("secretsmanager:GetSecretValue")).Resource;

describe("policy", () => {
  it("names every secret once, with six question marks for what AWS adds to a name", () => {
    const exact = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-a1b2c3";
    expect(
      read(["backup/nas", "backup/nas", exact, "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db"]),
    ).toEqual([
      "arn:aws:secretsmanager:eu-west-1:*:secret:backup/nas-??????",
      "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-??????",
      exact,
    ]);
  });

  it("names the stated account and the region's partition", () => {
    const more = { region: "cn-north-1", accountId: "111122223333" };
    expect(read(["db"], more)).toEqual(["arn:aws-cn:secretsmanager:cn-north-1:111122223333:secret:db-??????"]);
    expect(read(["db"], { region: "us-gov-west-1" })).toEqual([
      "arn:aws-us-gov:secretsmanager:us-gov-west-1:*:secret:db-??????",
    ]);
  });

  it("gives no right over values but to the secrets, and none that changes anything", () => {
    const all = statements(["db"]);
    const open = all.filter(({ Resource }) => Resource === "*").flatMap(({ Action }) => Action);
    expect(open.sort()).toEqual(["secretsmanager:BatchGetSecretValue", "secretsmanager:ListSecrets"]);
    expect(all.flatMap(({ Action }) => Action).sort()).toEqual([
      "secretsmanager:BatchGetSecretValue",
      "secretsmanager:DescribeSecret",
      "secretsmanager:GetSecretValue",
      "secretsmanager:ListSecrets",
    ]);
  });

  it("gives the right to list alone where no secret is named", () => {
    expect(statements([]).flatMap(({ Action }) => Action)).toEqual(["secretsmanager:ListSecrets"]);
  });
});
