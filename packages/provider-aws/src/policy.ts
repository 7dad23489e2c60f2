import type { Address, ConnectionFields, PolicyDocument } from "@keyferry/core/provider";
import { looksComplete, parseSecretArn } from "./arn.ts";
import { partitionOf } from "./regions.ts";

interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: "*" | readonly string[];
}

/** The six characters at the end of an ARN, as AWS's own examples write them. */
const ANY_SUFFIX = "-??????";

/**
 * What a statement names one secret by. A complete ARN stays exact. For a name, six question marks stand for what AWS
 * adds; an asterisk would let in every secret whose name begins alike.
 */
function resourceOf(name: string, region: string, account: string): string {
  const arn = parseSecretArn(name);
  if (arn === undefined) {
    return `arn:${partitionOf(region)}:secretsmanager:${region}:${account}:secret:${name}${ANY_SUFFIX}`;
  }
  return looksComplete(arn.resource) ? name : `${name}${ANY_SUFFIX}`;
}

function document(title: string, statements: readonly Statement[]): PolicyDocument {
  return {
    title,
    language: "json",
    text: JSON.stringify({ Version: "2012-10-17", Statement: statements }, null, 2),
  };
}

/**
 * The least rights as IAM policies. `ListSecrets` and `BatchGetSecretValue` know no resources
 * (https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_iam-permissions.html); a batch still gives the
 * values alone that `GetSecretValue` allows. Secrets under a key of one's own need `kms:Decrypt` on that key besides.
 */
export function policy(addresses: readonly Address[], connection: ConnectionFields): readonly PolicyDocument[] {
  const region = String(connection.fields.region ?? "*");
  const account = String(connection.fields.accountId ?? "*");
  const list = document("List the secrets' names", [
    { Sid: "KeyferryList", Effect: "Allow", Action: ["secretsmanager:ListSecrets"], Resource: "*" },
  ]);
  if (addresses.length === 0) return [list];
  const resources = new Set(addresses.map(({ name }) => resourceOf(name, region, account)));
  const read = document("Read these secrets", [
    { Sid: "KeyferryBatch", Effect: "Allow", Action: ["secretsmanager:BatchGetSecretValue"], Resource: "*" },
    {
      Sid: "KeyferryRead",
      Effect: "Allow",
      Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
      Resource: [...resources].sort(),
    },
  ]);
  return [list, read];
}
