import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readLines } from "../../src/foreign/read-lines.ts";

const CANARY = "cnry_line_9e1";

/** What one line means, or the problem with it. */
function read(line: string): unknown {
  const { references, unmapped } = readLines(line);
  const [found] = references;
  if (found === undefined) return unmapped[0]?.problem;
  const { line: _, name: __, ...reference } = found;
  return reference;
}

describe("references of other tools", () => {
  it.each<[string, object]>([
    ["op://prod/nas/password", { remoteName: "prod/nas", key: "password" }],
    ["op://Management/PagerDuty/Admin/email", { remoteName: "Management/PagerDuty", key: "/Admin/email" }],
    ["ref+awssecrets://myteam/mykey", { provider: "aws", remoteName: "myteam/mykey" }],
    ["ref+awssecrets://myteam/mydoc#/foo/bar", { provider: "aws", remoteName: "myteam/mydoc", key: "/foo/bar" }],
    [
      "ref+awssecrets://myteam/mykey?region=us-west-2&version_stage=AWSPREVIOUS#/foo",
      {
        provider: "aws",
        remoteName: "myteam/mykey",
        version: "AWSPREVIOUS",
        key: "foo",
        place: { region: "us-west-2" },
      },
    ],
    [
      "ref+awssecrets://arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf?region=eu-west-1#/password",
      {
        provider: "aws",
        remoteName: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf",
        key: "password",
        place: { region: "eu-west-1" },
      },
    ],
    [
      "ref+gcpsecrets://myproject/mysecret?version=3#/key",
      { provider: "gcp", remoteName: "projects/myproject/secrets/mysecret", version: "3", key: "key" },
    ],
    [
      "ref+azurekeyvault://my-vault/secret-a/0123abcd",
      { provider: "azure", remoteName: "https://my-vault.vault.azure.net/secrets/secret-a", version: "0123abcd" },
    ],
    ["ref+vault://mykv/foo#/bar", { provider: "vault", remoteName: "mykv/foo", key: "bar", path: true }],
    [
      "ref+vault://mykv/foo?address=https://vault.example#/bar+",
      { provider: "vault", remoteName: "mykv/foo", key: "bar", path: true },
    ],
    [
      "vault:secret/data/accounts/aws#AWS_SECRET_ACCESS_KEY",
      { provider: "vault", remoteName: "secret/data/accounts/aws", key: "AWS_SECRET_ACCESS_KEY", path: true },
    ],
    ["vault:secret/a#k#2", { provider: "vault", remoteName: "secret/a", key: "k", version: "2", path: true }],
    ["keyferry://prod/a%2Fb?version=7#k", { connection: "prod", remoteName: "a/b", key: "k", version: "7" }],
  ])("%s", (text, means) => {
    expect(read(`X=${text}`)).toEqual(means);
    expect(read(`export X="${text}" # a comment`)).toEqual(means);
    expect(read(`X = ${text} # a comment`)).toEqual(means);
    expect(read(`  ${text}`)).toEqual(means);
  });

  it.each([
    ["op://prod/nas", "is not op://"],
    ["op://a//b", "is not op://"],
    ["op://prod/nas/otp?attribute=otp", "attribute"],
    ["ref+sops://file.yaml#/key", "the backend sops is none of"],
    ["ref+echo://x", "the backend echo"],
    ["ref+awssecrets://a?fallback=x", "no counterpart"],
    ["ref+awssecrets://a?version_id=%zz", "percent-coded"],
    ["ref+gcpsecrets://only", "is not ref+gcpsecrets"],
    ["ref+azurekeyvault://v", "is not ref+azurekeyvault"],
    ["ref+nothing", "is not ref+"],
    ["vault:secret/a", "is not vault:"],
    ["vault:secret/a#$" + "{.k}", "template"],
    [">>vault:secret/a#k", "writes to Vault"],
    ["keyferry:nas", "is defined here"],
    ["keyferry://", "no reference of ours"],
    [CANARY, "holds no reference"],
    ["https://user:pw@host/", "holds no reference"],
  ])("%s is not mapped", (text, problem) => {
    expect(read(`X='${text}'`)).toContain(problem);
  });

  it("gives names and lines, and keeps nothing of what is no reference", () => {
    const text = `# a comment\n\nNAS_PASSWORD=op://prod/nas/password\nDB_URL=postgres://u:${CANARY}@db\nop://prod/api/token # a comment\n`;
    const { references, unmapped } = readLines(text);
    expect(references.map(({ line, name }) => [line, name])).toEqual([
      [3, "nas-password"],
      [5, "api-token"],
    ]);
    expect(unmapped).toEqual([{ line: 4, name: "DB_URL", problem: "it holds no reference" }]);
    expect(JSON.stringify([references, unmapped])).not.toContain(CANARY);
  });

  it("takes no line of a value that has several for a reference, and names nothing that a key's text ends in", () => {
    const several = `KEY="one\nop://prod/nas/password\n${CANARY}=="\nA=op://prod/nas/user\n`;
    expect(readLines(several)).toEqual({
      references: [{ line: 4, name: "a", remoteName: "prod/nas", key: "user" }],
      unmapped: [
        { line: 1, name: "KEY", problem: "it holds no reference" },
        { line: 2, problem: "it stands in a value of several lines" },
      ],
    });
    const bare = `-----BEGIN PRIVATE KEY-----\nb3BlbnNzaA\n${CANARY}==\nx${CANARY}=\n-----END PRIVATE KEY-----\n`;
    expect(JSON.stringify(readLines(bare))).not.toContain(CANARY);
  });

  it("never throws, and never tells what stands in a line that it does not map", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("", "op://", "ref+", "ref+awssecrets://", "vault:", "keyferry://"),
        fc.string(),
        (scheme, rest) => {
          const { unmapped } = readLines(`X='${scheme}${CANARY}${rest}'`);
          expect(JSON.stringify(unmapped)).not.toContain(CANARY);
        },
      ),
      { numRuns: 300 },
    );
  });
});
