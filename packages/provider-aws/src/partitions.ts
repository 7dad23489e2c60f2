/** A part of AWS with accounts, ARNs and host names of its own. */
interface Partition {
  readonly id: string;
  /** How its regions begin. */
  readonly prefix: string;
  /** The ends of Secrets Manager's host names: plain, dual-stack, and FIPS with dual-stack. */
  readonly ends: readonly [plain: string, dualstack: string, fipsDualstack: string];
}

const AWS = "amazonaws.com";
const OWN: Partition = { id: "aws", prefix: "", ends: [AWS, AWS, AWS] };

/**
 * The partitions beside `aws`, by the beginnings of their regions. The ends are those to which the rules of
 * `@aws-sdk/client-secrets-manager` 3.1164 (`dist-es/endpoint/bdd.js`) come with the partitions of `@aws-sdk/core`; both are
 * made from AWS's own models (https://github.com/aws/aws-models). In the three oldest partitions, the plain host is the
 * dual-stack one too (https://docs.aws.amazon.com/general/latest/gr/asm.html). A test compares them with the SDK.
 */
const PARTITIONS: readonly Partition[] = [
  {
    id: "aws-cn",
    prefix: "cn-",
    ends: ["amazonaws.com.cn", "amazonaws.com.cn", "api.amazonwebservices.com.cn"],
  },
  { id: "aws-us-gov", prefix: "us-gov-", ends: [AWS, AWS, AWS] },
  { id: "aws-iso", prefix: "us-iso-", ends: ["c2s.ic.gov", "api.aws.ic.gov", "api.aws.ic.gov"] },
  { id: "aws-iso-b", prefix: "us-isob-", ends: ["sc2s.sgov.gov", "api.aws.scloud", "api.aws.scloud"] },
  {
    id: "aws-iso-e",
    prefix: "eu-isoe-",
    ends: ["cloud.adc-e.uk", "api.cloud-aws.adc-e.uk", "api.cloud-aws.adc-e.uk"],
  },
  {
    id: "aws-iso-f",
    prefix: "us-isof-",
    ends: ["csp.hci.ic.gov", "api.aws.hci.ic.gov", "api.aws.hci.ic.gov"],
  },
  {
    id: "aws-eusc",
    prefix: "eusc-",
    ends: ["amazonaws.eu", "api.amazonwebservices.eu", "api.amazonwebservices.eu"],
  },
];

function find(region: string): Partition {
  return PARTITIONS.find(({ prefix }) => region.startsWith(prefix)) ?? OWN;
}

/**
 * The partition that a region belongs to, which is the second part of its ARNs
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html).
 */
export function partitionOf(region: string): string {
  return find(region).id;
}

/** Where Secrets Manager is in a region, as a URL. `region` has the shape of one: it becomes part of a host name. */
export function endpointOf(region: string, fips: boolean, dualstack: boolean): string {
  const [plain, dual, fipsDual] = find(region).ends;
  const end = dualstack ? (fips ? fipsDual : dual) : plain;
  return `https://secretsmanager${fips ? "-fips" : ""}.${region}.${end}/`;
}
