import { partitionOf } from "./regions.ts";

/** The ends of Secrets Manager's host names in a partition: plain, dual-stack, and FIPS with dual-stack. */
type Ends = readonly [plain: string, dualstack: string, fipsDualstack: string];

const AWS: Ends = ["amazonaws.com", "amazonaws.com", "amazonaws.com"];

/**
 * By partition: what the rules of `@aws-sdk/client-secrets-manager` 3.1164 (`dist-es/endpoint/bdd.js`) come to with the
 * partitions of `@aws-sdk/core`. In the three oldest of them, the plain host is the dual-stack one too. A test compares
 * all of them with the SDK.
 */
const ENDS: ReadonlyMap<string, Ends> = new Map([
  ["aws", AWS],
  ["aws-cn", ["amazonaws.com.cn", "amazonaws.com.cn", "api.amazonwebservices.com.cn"]],
  ["aws-us-gov", AWS],
  ["aws-iso", ["c2s.ic.gov", "api.aws.ic.gov", "api.aws.ic.gov"]],
  ["aws-iso-b", ["sc2s.sgov.gov", "api.aws.scloud", "api.aws.scloud"]],
  ["aws-iso-e", ["cloud.adc-e.uk", "api.cloud-aws.adc-e.uk", "api.cloud-aws.adc-e.uk"]],
  ["aws-iso-f", ["csp.hci.ic.gov", "api.aws.hci.ic.gov", "api.aws.hci.ic.gov"]],
  ["aws-eusc", ["amazonaws.eu", "api.amazonwebservices.eu", "api.amazonwebservices.eu"]],
]);

/** Where Secrets Manager is in a region, as a URL. `region` has the shape of one: it becomes part of a host name. */
export function endpointOf(region: string, fips: boolean, dualstack: boolean): string {
  const [plain, dual, fipsDual] = ENDS.get(partitionOf(region)) ?? AWS;
  const end = dualstack ? (fips ? fipsDual : dual) : plain;
  return `https://secretsmanager${fips ? "-fips" : ""}.${region}.${end}/`;
}
