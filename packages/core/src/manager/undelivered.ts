import type { Delivery } from "../contract/delivery.ts";
import type { Failure } from "../contract/failure.ts";
import type { Recipe } from "../contract/recipe.ts";
import { argument } from "../settings/argument.ts";
import type { ProfileDefinition } from "../settings/model.ts";
import { counts } from "./counts.ts";

/**
 * The settings whose value would be half of something: a passphrase that opens a key in the job's agent, to which no key goes. Its value
 * would be read, and reach nothing. (A user name or a password alone is whole: the person or the address may give the other.)
 */
export function halfDeliveries(
  { name }: ProfileDefinition,
  delivered: Iterable<readonly [setting: string, delivery: Delivery]>,
): Failure[] {
  const ways = [...delivered];
  if (ways.some(([, way]) => way.kind === "ssh-agent" && way.role === undefined)) return [];
  return ways.flatMap(([setting, way]): Failure[] => {
    if (way.kind !== "ssh-agent") return [];
    const message = `${setting} opens a private key in the job's SSH agent, and no key goes there`;
    const hint = "deliver the key by ssh-agent as well, or the passphrase another way";
    return [{ code: "delivery", where: `profile ${name}`, setting, message, hint }];
  });
}

/** The same for a recipe, of the payloads that count. */
export function halfPayloads(
  profile: ProfileDefinition,
  recipe: Recipe,
  isSet: (setting: string) => boolean,
): Failure[] {
  const ways = recipe.payloads.flatMap((payload) => {
    if (!counts(payload, isSet)) return [];
    const setting = carried(payload).find((part) => counts(part, isSet))?.setting ?? payload.id;
    return [[setting, payload.delivery] as const];
  });
  return halfDeliveries(profile, ways);
}

/** Used secrets that a recipe takes, but not with these settings: a passphrase where the login is a password. */
export function unreached(
  { name }: ProfileDefinition,
  used: readonly string[],
  { id, payloads, settings }: Recipe,
  isSet: (setting: string) => boolean,
): Failure[] {
  return used.flatMap((setting): Failure[] => {
    if (!settings.some((taken) => taken.setting === setting)) return [];
    const ways = payloads.flatMap((payload) =>
      carried(payload)
        .filter((part) => part.setting === setting)
        .map((part) => [payload, part] as const),
    );
    if (ways.some((way) => way.every((condition) => counts(condition, isSet)))) return [];
    const first = ways[0] ?? [];
    const missing = first.flatMap(({ when = [] }) => when).filter((each) => !isSet(each));
    const hindering = first.flatMap(({ unless = [] }) => unless).filter(isSet);
    const conditions = [
      ...(missing.length > 0 ? [`with ${missing.join(", ")}`] : []),
      ...(hindering.length > 0 ? [`without ${hindering.join(", ")}`] : []),
    ];
    const message = `the recipe ${id} delivers ${setting} ${conditions.length > 0 ? `only ${conditions.join(" and ")}` : "nowhere"}`;
    const stop = `keyferry profile stop-using ${argument(name)} ${setting}`;
    const hint = `keyferry recipe show ${id} says what it takes; take this one away: ${stop}`;
    return [{ code: "delivery", where: `profile ${name}`, setting, message, hint }];
  });
}

/** The settings in a payload, with their conditions. */
function carried({ parts }: Recipe["payloads"][number]) {
  return parts.filter((part) => typeof part === "object" && "setting" in part);
}
