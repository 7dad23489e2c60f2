import { ProviderError } from "../contract/errors.ts";
import type { CheckResult, ListPage, RemoteSecret } from "../contract/session.ts";
import { type Plain, plainCopy } from "../plugins/plain-copy.ts";
import { checkShape, isPlainRecord, isText, list, member, type Rule, rules } from "../plugins/shape.ts";

const MAX_NAME = 4_096;
const MAX_DESCRIPTION = 16_384;
const MAX_VERSIONS = 1_000;
const MAX_CURSOR = 64 * 1024;

/** Names and descriptions are a manager's data: any character but halves of one. They are escaped where they are shown. */
const name: Rule = { fits: (value) => isText(value, MAX_NAME, true), says: "a name" };
const description: Rule = {
  fits: (value) => value === "" || isText(value, MAX_DESCRIPTION, true),
  says: "a description",
  optional: true,
};
const instant: Rule = {
  fits: (value) => typeof value === "string" && value.length < 64 && !Number.isNaN(Date.parse(value)),
  says: "an instant",
  optional: true,
};
const cursor: Rule = { fits: (value) => isText(value, MAX_CURSOR, true), says: "a cursor", optional: true };
const SECRET = {
  name,
  description,
  updatedAt: instant,
  enabled: rules.optional(rules.boolean),
  notBefore: instant,
  expiresAt: instant,
  versions: rules.optional(rules.list(0, MAX_VERSIONS, (item) => isText(item, MAX_NAME))),
};
const CHECK = {
  identity: rules.optional(rules.text(MAX_NAME)),
  canList: rules.oneOf("yes", "no", "unknown"),
  expiresAt: instant,
  renewable: rules.optional(rules.boolean),
};

/**
 * Copies a page that a session returned, or throws a `ProviderError` (`integrity`) if it does not have the agreed
 * shape. So do the functions below.
 */
export function readPage(given: unknown, listNames: number): ListPage {
  const page = copyOf(given, listNames);
  const problems: string[] = [];
  if (!isPlainRecord(page) || !Array.isArray(member(page, "items"))) throw unfit();
  checkShape(page, { next: cursor }, "page", problems);
  const items = list(page, "items");
  if (items.length > listNames) throw unfit(`a page of the list holds more than ${listNames} names`);
  for (const item of items) checkShape(item, SECRET, "item", problems);
  if (problems.length > 0) throw unfit();
  const next = member(page, "next");
  return { items: items as unknown as readonly RemoteSecret[], ...(typeof next === "string" ? { next } : {}) };
}

export function readDescription(given: unknown): RemoteSecret {
  return checked(copyOf(given, MAX_VERSIONS), SECRET) as unknown as RemoteSecret;
}

export function readCheck(given: unknown): CheckResult {
  return checked(copyOf(given, 1), CHECK) as unknown as CheckResult;
}

function checked(copy: Plain, shape: Readonly<Record<string, Rule>>): Plain {
  const problems: string[] = [];
  checkShape(copy, shape, "answer", problems);
  if (problems.length > 0) throw unfit();
  return copy;
}

function copyOf(given: unknown, names: number): Plain {
  try {
    return plainCopy(given, { depth: 5, nodes: 1_000 + names * 8, chars: 256 * 1024 + names * 512 });
  } catch {
    throw unfit();
  }
}

function unfit(message = "the provider's answer does not have the agreed shape"): ProviderError {
  return new ProviderError({ code: "integrity", message, hint: "tell the provider's publisher" });
}
