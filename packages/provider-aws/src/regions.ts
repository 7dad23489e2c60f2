import type { FieldChoice } from "@keyferry/core/provider";

/**
 * The regions to offer, as https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html names them.
 * Others can be typed: the list is a convenience, not a rule.
 */
const PLACES = {
  "us-east-1": "N. Virginia",
  "us-east-2": "Ohio",
  "us-west-1": "N. California",
  "us-west-2": "Oregon",
  "af-south-1": "Cape Town",
  "ap-east-1": "Hong Kong",
  "ap-east-2": "Taipei",
  "ap-northeast-1": "Tokyo",
  "ap-northeast-2": "Seoul",
  "ap-northeast-3": "Osaka",
  "ap-south-1": "Mumbai",
  "ap-south-2": "Hyderabad",
  "ap-southeast-1": "Singapore",
  "ap-southeast-2": "Sydney",
  "ap-southeast-3": "Jakarta",
  "ap-southeast-4": "Melbourne",
  "ap-southeast-5": "Malaysia",
  "ap-southeast-6": "New Zealand",
  "ap-southeast-7": "Thailand",
  "ca-central-1": "Central",
  "ca-west-1": "Calgary",
  "eu-central-1": "Frankfurt",
  "eu-central-2": "Zurich",
  "eu-north-1": "Stockholm",
  "eu-south-1": "Milan",
  "eu-south-2": "Spain",
  "eu-west-1": "Ireland",
  "eu-west-2": "London",
  "eu-west-3": "Paris",
  "il-central-1": "Tel Aviv",
  "me-central-1": "UAE",
  "me-south-1": "Bahrain",
  "mx-central-1": "Central",
  "sa-east-1": "Sao Paulo",
  "cn-north-1": "Beijing",
  "cn-northwest-1": "Ningxia",
  "us-gov-east-1": "GovCloud, US East",
  "us-gov-west-1": "GovCloud, US West",
  "eusc-de-east-1": "European Sovereign Cloud, Germany",
};

export const REGIONS: readonly FieldChoice[] = Object.entries(PLACES).map(([value, label]) => ({ value, label }));

/** The shape of a region's code. It becomes part of a host name, so nothing else may pass. */
export const REGION_PATTERN = "[a-z]{2,5}(-[a-z]+)+-[0-9]{1,2}";

/** Beginnings of regions outside the partition `aws`; the more specific first. */
const PARTITIONS: readonly (readonly [prefix: string, partition: string])[] = [
  ["cn-", "aws-cn"],
  ["us-gov-", "aws-us-gov"],
  ["us-iso-", "aws-iso"],
  ["us-isob-", "aws-iso-b"],
  ["eu-isoe-", "aws-iso-e"],
  ["us-isof-", "aws-iso-f"],
  ["eusc-", "aws-eusc"],
];

/**
 * The partition that a region belongs to, which is the second part of its ARNs
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html).
 */
export function partitionOf(region: string): string {
  return PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? "aws";
}
