import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { describe, expect, it } from "vitest";
import { endpointOf } from "../src/endpoint.ts";
import { partitionOf, REGIONS } from "../src/regions.ts";

const { endpointProvider } = new SecretsManagerClient({
  region: "eu-west-1",
  credentials: { accessKeyId: "a", secretAccessKey: "b" },
}).config;

/** Regions that are not there yet, one at least of each partition's form; and those that are not offered but known. */
const OTHERS = [
  "ap-north-9",
  "us-gov-north-3",
  "cn-south-7",
  "eusc-de-west-2",
  ...["us-iso-east-1", "us-iso-west-1", "us-iso-south-4"],
  ...["us-isob-east-1", "us-isob-west-1", "us-isob-north-2"],
  ...["eu-isoe-west-1", "eu-isoe-east-2"],
  ...["us-isof-south-1", "us-isof-east-1", "us-isof-west-9"],
  ...["me-west-1", "sa-west-1", "zz-central-1"],
];
const ALL = [...REGIONS.map(({ value }) => value), ...OTHERS];

describe("the endpoint of a region", () => {
  it.each(ALL)("is the SDK's for %s, with FIPS and dual-stack too", (region) => {
    for (const fips of [false, true]) {
      for (const dualstack of [false, true]) {
        const { url } = endpointProvider({ Region: region, UseFIPS: fips, UseDualStack: dualstack });
        expect([fips, dualstack, endpointOf(region, fips, dualstack)]).toEqual([fips, dualstack, url.href]);
      }
    }
  });

  it("has all of the SDK's partitions among these regions", () => {
    const partitions = ["aws", "aws-cn", "aws-eusc", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-us-gov"];
    expect([...new Set(ALL.map(partitionOf))].sort()).toEqual(partitions);
  });
});
