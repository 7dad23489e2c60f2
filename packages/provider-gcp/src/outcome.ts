import type { FetchOutcome, ProviderFailure } from "@keyferry/core/provider";
import { broken } from "./answer-failure.ts";
import type { SecretValue } from "./api.ts";
import { crc32c } from "./crc32c.ts";
import { isProjectNumber, parseResource, type Resource } from "./resource.ts";
import { isNumber } from "./version.ts";

export function refused(error: ProviderFailure): FetchOutcome {
  return { ok: false, error };
}

/** Whether an answer speaks of a secret. Google answers with the project's number, which is compared to a number alone. */
export function speaksOf(asked: Resource, answered: Resource | undefined): boolean {
  if (answered?.project === undefined || asked.project === undefined) return false;
  const sameKind = isProjectNumber(asked.project) === isProjectNumber(answered.project);
  return (
    answered.secret === asked.secret &&
    answered.location === asked.location &&
    (!sameKind || answered.project === asked.project)
  );
}

/** A value that Google gave as an outcome, after checking that it is the one that was asked for, whole. */
export function toOutcome(value: SecretValue, asked: Resource, needsChecksum: boolean): FetchOutcome {
  const answered = parseResource(value.name ?? "");
  if (!speaksOf(asked, answered)) return refused(broken("the answer is of another secret than the one asked for"));
  const version = answered?.version;
  if (version === undefined || !isNumber(version))
    return refused(broken("the answer does not say which version it is"));
  if (asked.version !== undefined && isNumber(asked.version) && version !== asked.version) {
    return refused(broken("the answer is of another version than the one asked for"));
  }
  const { bytes, checksum } = value;
  if (bytes === undefined) return refused(broken("the answer has no value"));
  if (checksum === undefined ? needsChecksum : checksum !== String(crc32c(bytes))) {
    return refused(broken("the value was damaged on its way: it does not fit its checksum"));
  }
  return { ok: true, payload: { kind: "bytes", bytes }, version };
}
