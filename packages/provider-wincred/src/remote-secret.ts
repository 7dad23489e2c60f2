import type { RemoteSecret } from "@keyferry/core/provider";
import { CREDENTIAL_TYPE, type ListedCredential } from "./api.ts";

const KINDS: ReadonlyMap<number, string> = new Map([
  [CREDENTIAL_TYPE.domainPassword, "domain credential (password)"],
  [CREDENTIAL_TYPE.domainCertificate, "domain credential (certificate)"],
  [CREDENTIAL_TYPE.domainVisiblePassword, "domain credential (visible password)"],
  [CREDENTIAL_TYPE.genericCertificate, "generic certificate credential"],
  [CREDENTIAL_TYPE.domainExtended, "domain credential (extended)"],
]);

/** What a credential other than a generic one is called. */
export function kindOf(type: number): string {
  return KINDS.get(type) ?? `credential of type ${type}`;
}

/** From the start of 1601 to that of 1970, in milliseconds. */
const EPOCH = 11_644_473_600_000n;

/** A FILETIME as an ISO 8601 instant; nothing for none, and for one that no calendar has. */
function toInstant(fileTime: bigint): string | undefined {
  const date = new Date(Number(fileTime / 10_000n - EPOCH));
  return fileTime <= 0n || Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** A credential as it is listed. Any but a generic one says what it is, and that its value is not to be had. */
export function toRemoteSecret({ type, target, comment = "", lastWritten }: ListedCredential): RemoteSecret {
  const readable = type === CREDENTIAL_TYPE.generic;
  const description = [readable ? "" : kindOf(type), comment].filter((part) => part !== "").join(": ");
  const updatedAt = toInstant(lastWritten);
  return {
    name: target,
    ...(description === "" ? {} : { description }),
    ...(updatedAt === undefined ? {} : { updatedAt }),
    ...(readable ? {} : { enabled: false }),
  };
}
