import fc from "fast-check";
import { describe, expect, it } from "vitest";
import provider from "../src/index.ts";
import { fields } from "./support/connection.ts";

const ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:";
const plain = fields();
const owned = fields({ accountId: "111122223333" });

describe("address", () => {
  it.each(["db", "backup/nas", "a_b+c=d.e@f-g", "db-secret", "rds!cluster-0123", "x".repeat(512)])(
    "leaves the name %s as it is",
    (name) => {
      expect(provider.address(name, plain)).toEqual({ ok: true, name });
      expect(provider.address(name, owned)).toEqual({ ok: true, name });
    },
  );

  it("takes a partial ARN of the stated account for the name, since it can be no other secret", () => {
    expect(provider.address(`${ARN}backup/nas`, owned)).toEqual({ ok: true, name: "backup/nas" });
  });

  it("keeps an ARN where the account is not stated or is another", () => {
    expect(provider.address(`${ARN}backup/nas`, plain)).toEqual({ ok: true, name: `${ARN}backup/nas` });
    const other = fields({ accountId: "999999999999" });
    expect(provider.address(`${ARN}backup/nas`, other)).toEqual({ ok: true, name: `${ARN}backup/nas` });
  });

  it.each([`${ARN}db-a1b2c3`, `${ARN}db-secret`])(
    "never takes %s for a name: it can be the ARN of db or of a secret that is called so",
    (arn) => {
      expect(provider.address(arn, owned)).toEqual({ ok: true, name: arn });
      expect(provider.address(arn, plain)).toEqual({ ok: true, name: arn });
    },
  );

  it.each([
    ["nothing", ""],
    ["a line break", "db\n"],
    ["a NUL", "d\0b"],
    ["an escape", "d\u001bb"],
    ["a space", "d b"],
    ["a bidi override", "d\u202eb"],
    ["a lone surrogate", "d\ud800b"],
    ["another script", "dаb"],
    ["a wildcard", "db*"],
    ["a question mark", "db?"],
    ["a backslash", "a\\b"],
    ["too long a name", "x".repeat(513)],
    ["an ARN of another service", "arn:aws:s3:::bucket"],
    ["an ARN of another kind", "arn:aws:secretsmanager:eu-west-1:111122223333:policy:db"],
    ["an ARN without a name", ARN],
    ["an ARN without an account", "arn:aws:secretsmanager:eu-west-1::secret:db"],
    ["an ARN of another region", "arn:aws:secretsmanager:us-east-1:111122223333:secret:db"],
    ["an ARN of another partition", "arn:aws-cn:secretsmanager:eu-west-1:111122223333:secret:db"],
    ["an ARN with a line break", `${ARN}db\n`],
    ["an ARN with a wildcard", `${ARN}*`],
    ["an ARN with a colon", `${ARN}db:key`],
    ["an ARN that is too long", ARN + "x".repeat(520)],
    ["an ARN in capitals", "ARN:AWS:secretsmanager:eu-west-1:111122223333:secret:db"],
  ])("refuses %s", (_, text) => {
    const result = provider.address(text, plain);
    expect(result).toMatchObject({ ok: false, error: { code: "invalid-address" } });
  });

  it("takes the ARNs of the connection's own partition", () => {
    const arn = "arn:aws-us-gov:secretsmanager:us-gov-west-1:111122223333:secret:db-a1b2c3";
    expect(provider.address(arn, fields({ region: "us-gov-west-1" }))).toEqual({ ok: true, name: arn });
    expect(provider.address(arn.replace("aws-us-gov", "aws"), fields({ region: "us-gov-west-1" })).ok).toBe(false);
  });

  it("never throws, says nothing unprintable, and is its own canonical form", () => {
    const texts = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string(),
      fc.string({ unit: "binary" }).map((end) => ARN + end),
      fc.stringMatching(/^[A-Za-z0-9/_+=.@!-]{1,40}$/).map((end) => ARN + end),
    );
    fc.assert(
      fc.property(texts, (text) => {
        for (const connection of [plain, owned]) {
          const result = provider.address(text, connection);
          if (result.ok) expect(provider.address(result.name, connection)).toEqual(result);
          else expect(`${result.error.message}${result.error.hint ?? ""}`).toMatch(/^[\x20-\x7e]*$/);
        }
      }),
    );
  });
});
