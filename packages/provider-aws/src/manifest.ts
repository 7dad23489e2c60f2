import type { Field, Manifest } from "@keyferry/core/provider";
import { AUTH_METHODS } from "./auth-methods.ts";
import { REGION_PATTERN, REGIONS } from "./regions.ts";
import { textField } from "./text-field.ts";

/** A field that says where requests go. */
function pointing(name: string, label: string, description: string, more: Partial<Field> = {}): Field {
  return textField(name, label, description, { pointsTo: true, ...more });
}

/** A choice of one of the region's endpoints. */
function endpoint(name: string, label: string, text: string): Field {
  const description = `Use the region's ${text} endpoint. Not with an endpoint of your own.`;
  return { ...pointing(name, `${label} endpoint`, description), type: "boolean", default: false };
}

const FIELDS: readonly Field[] = [
  pointing("region", "Region", "The AWS region that holds the secrets.", {
    required: true,
    choices: REGIONS,
    freeEntry: true,
    pattern: REGION_PATTERN,
    example: "eu-west-1",
  }),
  pointing(
    "endpoint",
    "Endpoint",
    "Another address of the service, such as a VPC endpoint: https:, or http: on this machine. AWS variables and files never set it.",
    { example: "https://vpce-0123.secretsmanager.eu-west-1.vpce.amazonaws.com" },
  ),
  pointing(
    "stsEndpoint",
    "STS endpoint",
    "Where roles are assumed: by default the connection's endpoint, else the region's own STS.",
    { example: "https://sts.eu-west-1.amazonaws.com" },
  ),
  endpoint("fips", "FIPS", "FIPS 140"),
  endpoint("dualstack", "Dual-stack", "IPv4 and IPv6"),
  pointing("caFile", "CA file", "A PEM file of the only CAs to trust. For access keys only."),
  pointing("proxy", "Proxy", "The address of a proxy. For access keys only."),
  textField(
    "accountId",
    "Account",
    "The AWS account of the secrets: makes a partial ARN one with its name, names the account in policies, refuses answers of another.",
    { pattern: "[0-9]{12}", example: "111122223333" },
  ),
];

/** `maxBatch`: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html */
export const manifest: Manifest = {
  apiVersion: 1,
  id: "aws",
  displayName: "AWS Secrets Manager",
  docsUrl: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/intro.html",
  fields: FIELDS,
  auth: AUTH_METHODS,
  capabilities: { maxBatch: 20, batchVersions: false, describe: true, versions: true, masksMissing: false },
};
