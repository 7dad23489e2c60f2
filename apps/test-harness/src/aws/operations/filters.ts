import { validationRefusal } from "../refusal.ts";
import type { StoredSecret } from "../state.ts";
import { stringList, unreadable } from "./input.ts";
import type { JsonObject } from "./operation.ts";

export interface Filter {
  readonly key: string;
  readonly values: readonly string[];
}

type Match = (secret: StoredSecret, value: string) => boolean;

/**
 * name: the beginning, case counts; description: the beginning, case does not count; all: word by word in every attribute, case does not
 * count. The keys about tags, replication and owning services match nothing, since this store keeps none of these.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Filter.html
 */
const matchers: Record<string, Match> = {
  name: (secret, value) => secret.name.startsWith(value),
  description: (secret, value) => (secret.description ?? "").toLowerCase().startsWith(value.toLowerCase()),
  all: (secret, value) => {
    const attributes = new Set([...words(secret.name), ...words(secret.description ?? "")]);
    return words(value).some((word) => attributes.has(word));
  },
  "tag-key": () => false,
  "tag-value": () => false,
  "primary-region": () => false,
  "owning-service": () => false,
};

export function readFilters(input: JsonObject): Filter[] | undefined {
  const filters = input.Filters;
  if (filters === undefined || filters === null) return undefined;
  if (!Array.isArray(filters)) throw unreadable("Filters");
  if (filters.length > 10)
    throw validationRefusal("filters", "...", "Member must have length less than or equal to 10");
  return filters.map((filter: unknown) => {
    if (typeof filter !== "object" || filter === null) throw unreadable("Filters");
    const { Key: key, Values: _ } = filter as JsonObject;
    if (typeof key !== "string" || !Object.hasOwn(matchers, key)) {
      throw validationRefusal(
        "filters.1.member.key",
        String(key),
        `Member must satisfy enum value set: [${Object.keys(matchers).join(", ")}]`,
      );
    }
    return { key, values: stringList(filter as JsonObject, "Values", 10) ?? [] };
  });
}

/** All filters must match; of a filter's values one is enough. A value with an exclamation mark before it excludes. */
export function matchesAll(secret: StoredSecret, filters: readonly Filter[]): boolean {
  return filters.every(({ key, values }) => {
    const match = matchers[key];
    return values.some((value) => (value.startsWith("!") ? !match?.(secret, value.slice(1)) : match?.(secret, value)));
  });
}

/**
 * Words change at a capital after a small letter, between letters and digits, and at everything else; case is dropped.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_search-secret.html
 */
function words(text: string): string[] {
  return (text.match(/[A-Z]*[a-z]+|[A-Z]+|\d+/g) ?? []).map((word) => word.toLowerCase());
}
