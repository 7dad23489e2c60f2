import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/**
 * The actions that Keyferry's own policy names (packages/provider-aws/src/policy.ts), and no other. moto asks for rights
 * over `*` whatever the resource, so that only the actions are held to the policy here.
 */
const READER = [
  "secretsmanager:ListSecrets",
  "secretsmanager:DescribeSecret",
  "secretsmanager:GetSecretValue",
  "secretsmanager:BatchGetSecretValue",
];

/**
 * Makes two users, then turns the check of signatures and policies on
 * (https://docs.getmoto.org/en/latest/docs/iam.html): until then moto lets in whoever comes.
 */
export async function createReader(
  endpoint: string,
  region: string,
): Promise<{ readonly admin: AccessKey; readonly reader: AccessKey }> {
  const anyone = { accessKeyId: "anyone", secretAccessKey: "anyone" };
  const iam = new IAMClient({ region, endpoint, credentials: anyone });
  try {
    const admin = await createUser(iam, "admin", ["*"]);
    const reader = await createUser(iam, "reader", READER);
    const answer = await fetch(`${endpoint}/moto-api/reset-auth`, { method: "POST", body: "0" });
    if (!answer.ok) throw new Error("moto would not check signatures");
    return { admin, reader };
  } finally {
    iam.destroy();
  }
}

async function createUser(iam: IAMClient, name: string, actions: readonly string[]): Promise<AccessKey> {
  await iam.send(new CreateUserCommand({ UserName: name }));
  const policy = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] };
  await iam.send(
    new PutUserPolicyCommand({ UserName: name, PolicyName: "rights", PolicyDocument: JSON.stringify(policy) }),
  );
  const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: name }));
  if (!key?.AccessKeyId || !key.SecretAccessKey) throw new Error("moto gave no access key");
  return { accessKeyId: key.AccessKeyId, secretAccessKey: key.SecretAccessKey };
}
