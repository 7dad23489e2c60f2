import type { LookupAddress } from "node:dns";
import { describe, expect, it } from "vitest";
import { BLOCKED_CODE, safeLookup } from "../../../src/connections/http/safe-lookup.ts";

/** What a look-up gives for a name that leads to these addresses. */
function look(hostname: string, addresses: readonly string[], all = true): Promise<unknown> {
  const found: LookupAddress[] = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  const resolve = (_: string, __: object, callback: (error: null, found: LookupAddress[]) => void) =>
    callback(null, found);
  return new Promise((settle) => {
    safeLookup(resolve as never)(hostname, { all }, (error, address, family) => {
      settle(error === null ? (all ? address : { address, family }) : Reflect.get(error, "code"));
    });
  });
}

describe("the look-up of a connection", () => {
  it.each([
    ["169.254.169.254"],
    ["169.254.0.1"],
    ["::ffff:169.254.169.254"],
    ["::ffff:a9fe:a9fe"],
    ["fe80::1"],
    ["fe80::1%eth0"],
    ["febf::1"],
    ["fd00:ec2::254"],
  ])("refuses a name that leads to %s, also beside a fitting address", async (address) => {
    expect(await look("metadata.example", [address])).toBe(BLOCKED_CODE);
    expect(await look("metadata.example", ["10.0.0.1", address])).toBe(BLOCKED_CODE);
  });

  it("lets private and public addresses pass, in the form that was asked for", async () => {
    expect(await look("vault.example", ["10.0.0.1", "fec0::1"])).toEqual([
      { address: "10.0.0.1", family: 4 },
      { address: "fec0::1", family: 6 },
    ]);
    expect(await look("vault.example", ["192.0.2.1"], false)).toEqual({ address: "192.0.2.1", family: 4 });
  });

  it("refuses a localhost that is another machine, and a name that leads nowhere", async () => {
    expect(await look("localhost", ["192.0.2.1"])).toBe(BLOCKED_CODE);
    expect(await look("localhost", ["::1", "127.0.0.1"])).toHaveLength(2);
    expect(await look("nowhere.example", [])).toBe(BLOCKED_CODE);
  });
});
