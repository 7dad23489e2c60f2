// What someone writes without Keyferry: reads secrets with the vendor's client and starts a program. The bench compares with it.
import { spawn } from "node:child_process";
import { BatchGetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

const [endpoint, region, ...names] = process.argv.slice(2);
const credentials = { accessKeyId: process.env.AKID, secretAccessKey: process.env.SAK };
const client = new SecretsManagerClient({ endpoint, region, credentials });
const { SecretValues = [] } = await client.send(new BatchGetSecretValueCommand({ SecretIdList: names }));
const values = Object.fromEntries(SecretValues.map(({ SecretString }, at) => [`V${at}`, SecretString]));
if (Object.keys(values).length !== names.length) throw new Error("a secret is missing");
const child = spawn("true", [], { stdio: "inherit", env: { ...process.env, ...values } });
child.on("exit", (code) => {
  process.exitCode = code ?? 1;
});
