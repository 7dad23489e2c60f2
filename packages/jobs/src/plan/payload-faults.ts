import { type Failure, formatDelivery, type JobInput, type JobPayload, payloadValues } from "@keyferry/core/delivery";
import { wayOf } from "../deliver/index.ts";
import { faultFailure, openPayload } from "../deliver/open-payload.ts";
import { variableClaim } from "../deliver/variable.ts";
import type { Claim } from "../deliver/way.ts";
import type { Platform } from "../platform/platform.ts";

/** Everything that stands against the payloads of a job, their claims and the places that its words name. */
export function payloadFaults(input: JobInput, platform: Platform): Failure[] {
  const taken = new Map<string, { claim: Claim; owner: string }>();
  const own = Object.keys(input.variables ?? {});
  for (const name of own) taken.set(variableClaim(name, platform).what, { claim: { what: name }, owner: "job" });
  const faults = input.payloads.flatMap((payload) => [
    ...unfit(payload, platform),
    ...clashes(payload, taken, platform),
  ]);
  return [...faults, ...placeFaults(input)];
}

function unfit(payload: JobPayload, platform: Platform): Failure[] {
  const { delivery } = payload;
  const way = wayOf(delivery);
  const lack = platform.lacks(delivery.kind);
  if (lack !== undefined) return [refusal(payload, `there is no delivery ${delivery.kind} here: ${lack}`)];
  const opened = openPayload(payload);
  if (!("bytes" in opened)) return opened.map((fault) => faultFailure(payload, way.subject(delivery), fault));
  const fault = way.fault(opened, delivery, platform);
  return fault === undefined ? [] : [faultFailure(payload, way.subject(delivery), fault)];
}

function clashes(
  payload: JobPayload,
  taken: Map<string, { claim: Claim; owner: string }>,
  platform: Platform,
): Failure[] {
  const failures: Failure[] = [];
  for (const claim of wayOf(payload.delivery).claims(payload.delivery, platform)) {
    const before = taken.get(claim.what);
    taken.set(claim.what, before ?? { claim, owner: nameOf(payload) });
    if (before === undefined || (claim.group !== undefined && claim.group === before.claim.group)) continue;
    const owner = before.owner === "job" ? "the job itself" : `the setting ${before.owner}`;
    failures.push(refusal(payload, `${claim.what} is already taken by ${owner}`));
  }
  return failures;
}

/** A place that no payload has would become an empty argument. */
function placeFaults({ args, variables, payloads }: JobInput): Failure[] {
  const words = [...args, ...Object.values(variables ?? {})].flatMap((word) => (typeof word === "string" ? [] : word));
  return words.flatMap((part): Failure[] => {
    if (typeof part === "string") return [];
    const payload = payloads.find(({ id }) => id === part.placeOf);
    if (payload && wayOf(payload.delivery).hasPlace) return [];
    const message = payload
      ? `${formatDelivery(payload.delivery)} has no place that the program could be told`
      : `the job names the place of ${part.placeOf}, which it does not deliver`;
    return [{ code: "delivery", message, hint: "deliver it by a descriptor, a pipe or a file" }];
  });
}

function refusal(payload: JobPayload, message: string): Failure {
  const setting = nameOf(payload);
  return { code: "delivery", message, hint: "deliver it another way", where: setting, setting };
}

function nameOf(payload: JobPayload): string {
  return payloadValues(payload)[0]?.setting ?? payload.id;
}
