import type { LookupAddress, LookupOptions, lookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/**
 * Link-local addresses, and the IPv6 one of EC2's metadata service
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html): no secrets manager lives there,
 * but the machine's own credentials do.
 */
const BLOCKED = new BlockList();
BLOCKED.addSubnet("169.254.0.0", 16, "ipv4");
BLOCKED.addSubnet("fe80::", 10, "ipv6");
BLOCKED.addAddress("fd00:ec2::254", "ipv6");

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8, "ipv4");
LOOPBACK.addAddress("::1", "ipv6");

/** The error code with which a look-up refuses an address. */
export const BLOCKED_CODE = "KEYFERRY_BLOCKED_ADDRESS";

/**
 * Whether a request may go to an address. IPv4 addresses in IPv6 form count as IPv4; names are checked when they are
 * resolved.
 */
export function isAllowedAddress(address: string): boolean {
  return !isIn(BLOCKED, address);
}

function isIn(addresses: BlockList, address: string): boolean {
  // A zone (`fe80::1%eth0`) is no part of the address.
  const [plain = ""] = address.split("%");
  const version = isIP(plain);
  return version !== 0 && addresses.check(plain, version === 6 ? "ipv6" : "ipv4");
}

/**
 * Resolves as Node does, and refuses names that lead to a blocked address. It is the connection's own look-up, so the
 * address that was checked is the one that is connected to.
 */
export function safeLookup(given?: typeof lookup): LookupFunction {
  return (hostname: string, options: LookupOptions, callback) => {
    // Only loaded for a name: an address needs no look-up.
    const resolve = given ?? process.getBuiltinModule("node:dns").lookup;
    resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return callback(error, "", 0);
      const [first] = addresses;
      const fits = ({ address }: LookupAddress) =>
        isAllowedAddress(address) && (hostname !== "localhost" || isIn(LOOPBACK, address));
      if (first === undefined || !addresses.every(fits)) {
        return callback(Object.assign(new Error("blocked address"), { code: BLOCKED_CODE }), "", 0);
      }
      return options.all === true ? callback(null, addresses) : callback(null, first.address, first.family);
    });
  };
}
