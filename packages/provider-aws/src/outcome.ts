import type { Address, FetchOutcome, ProviderFailure } from "@keyferry/core/provider";
import type { SecretValue } from "./api.ts";
import { parseSecretArn, speaksOf } from "./arn.ts";
import { broken } from "./errors.ts";
import type { Pin } from "./version.ts";

export function refused(error: ProviderFailure): FetchOutcome {
  return { ok: false, error };
}

/**
 * Refuses a value of another account than the connection states. A partial ARN of that account was folded to a name, and
 * a login of another account may have a secret of the same name.
 */
function ofOtherAccount(value: SecretValue, accountId: string | undefined, address: Address): boolean {
  if (accountId === undefined || address.name.startsWith("arn:")) return false;
  return parseSecretArn(value.arn ?? "")?.account !== accountId;
}

function answersPin(value: SecretValue, pin: Pin | undefined): boolean {
  if (pin === undefined) return true;
  if ("VersionId" in pin) return value.versionId === pin.VersionId;
  return value.versionStages?.includes(pin.VersionStage) === true;
}

/** A value that AWS gave as an outcome, after checking that it is the one that was asked for. */
export function toOutcome(
  value: SecretValue,
  address: Address,
  pin: Pin | undefined,
  accountId: string | undefined,
): FetchOutcome {
  if (!speaksOf(address.name, value)) return refused(broken("the answer is of another secret than the one asked for"));
  if (!answersPin(value, pin)) return refused(broken("the answer is of another version than the one asked for"));
  if (ofOtherAccount(value, accountId, address)) {
    return refused({
      code: "invalid-connection",
      message: "the login is of another AWS account than the connection's accountId",
      hint: "correct accountId, or log in to that account",
    });
  }
  const version = value.versionId === undefined ? {} : { version: value.versionId };
  if (value.text !== undefined) return { ok: true, payload: { kind: "text", text: value.text }, ...version };
  if (value.bytes !== undefined) return { ok: true, payload: { kind: "bytes", bytes: value.bytes }, ...version };
  return refused(broken("the answer has no value"));
}
