import type { Field, Manifest } from "@keyferry/core/provider";
import { AUTH_METHODS } from "./auth-methods.ts";
import { REGION_PATTERN, REGIONS } from "./regions.ts";
import { textField } from "./text-field.ts";

const FIELDS: readonly Field[] = [
  textField("region", "Region", "The AWS region that holds the secrets.", {
    required: true,
    choices: REGIONS,
    freeEntry: true,
    pattern: REGION_PATTERN,
    example: "eu-west-1",
    pointsTo: true,
  }),
  textField(
    "endpoint",
    "Endpoint",
    "Another address of the service, such as a VPC endpoint: https:, or http: on this machine. AWS variables and files never set it.",
    { example: "https://vpce-0123.secretsmanager.eu-west-1.vpce.amazonaws.com", pointsTo: true },
  ),
  textField(
    "stsEndpoint",
    "STS endpoint",
    "Where roles are assumed. By default the connection's endpoint, and without one the region's own STS.",
    { example: "https://sts.eu-west-1.amazonaws.com", pointsTo: true },
  ),
  {
    name: "fips",
    type: "boolean",
    label: "FIPS endpoint",
    description: "Use the region's FIPS 140 endpoint. Not with an endpoint of your own.",
    default: false,
    pointsTo: true,
  },
  {
    name: "dualstack",
    type: "boolean",
    label: "Dual-stack endpoint",
    description: "Use the region's IPv4 and IPv6 endpoint. Not with an endpoint of your own.",
    default: false,
    pointsTo: true,
  },
  textField(
    "caFile",
    "CA file",
    "An absolute path to the CA certificates to trust, as PEM, in place of the system's. For access keys alone.",
    { example: "/etc/ssl/proxy-ca.pem", pointsTo: true },
  ),
  textField("proxy", "Proxy", "The proxy's address, without a login. Variables are not read. For access keys alone.", {
    example: "http://proxy.example.com:3128",
    pointsTo: true,
  }),
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
