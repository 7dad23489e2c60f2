import { KeyferryError } from "../contract/failure.ts";
import { looksLikeReference } from "../reference/reference.ts";
import { argument } from "../settings/argument.ts";
import { parseSetting, type Setting } from "../settings/catalogue.ts";
import type { CatalogueEntry } from "../settings/catalogue-entries.ts";
import { holdsPassword } from "../settings/holds-password.ts";
import { literalProblem } from "../settings/literal.ts";
import type { ProfileDefinition, SecretDefinition, SettingValue } from "../settings/model.ts";
import { quote } from "../settings/quote.ts";
import { findNamed } from "./named.ts";

/**
 * A literal as a setting's value. Throws `KeyferryError` (`rule`, `usage`), which never quotes the literal, since it
 * may be a password.
 */
export function literalFor({ key, entry }: Setting, literal: string, profile: string): SettingValue {
  const use = `keyferry profile use ${argument(profile)} ${key} SECRET`;
  if (!entry.literal) {
    throw refusal("rule", key, "this setting takes a secret, never a literal", use);
  }
  if (looksLikeReference(literal)) {
    const takes = entry.takes.length > 0;
    throw refusal(
      "usage",
      key,
      "a reference was given as a literal",
      takes ? use : "this setting takes a literal only",
    );
  }
  if (entry.port && !isPort(literal))
    throw refusal("usage", key, "this is no port", "write a whole number from 1 to 65535");
  if (holdsPassword(literal)) {
    const way =
      "write it without the password, and give that as a secret: keyferry recipe show RECIPE says what takes one";
    throw refusal("rule", key, "this address holds a password, and a literal never does", way);
  }
  const problem = literalProblem(literal);
  if (problem !== undefined) throw refusal("usage", key, problem, "give it on one line");
  return { literal };
}

function isPort(literal: string): boolean {
  return /^[1-9]\d{0,4}$/.test(literal) && Number(literal) <= 65_535;
}

/** The use of a secret as a setting's value. Throws `KeyferryError` (`rule`) if its type does not fit. */
export function secretFor(
  { key, entry }: Setting,
  [id, { name, type }]: readonly [string, Pick<SecretDefinition, "name" | "type">],
  profile: string,
): SettingValue {
  if (entry.takes.includes(type)) return { secret: id };
  if (entry.takes.length === 0) {
    const set = `keyferry profile set ${argument(profile)} ${key} TEXT`;
    throw refusal("rule", key, "this setting takes a literal, no secret", set);
  }
  throw refusal(
    "rule",
    key,
    `the secret ${quote(name)} is of type ${type}, but this setting takes ${entry.takes.join(" or ")}`,
    `use another secret, or give this one another type: keyferry secret modify ${argument(name)} --type ${entry.takes[0]}`,
  );
}

/** The profile with these settings, each as `set` or `use` would have it. Throws `KeyferryError` (`rule`, `usage`, `unknown-name`). */
export function withSettings(
  profile: ProfileDefinition,
  given: Readonly<Record<string, { readonly literal: string } | { readonly secret: string }>>,
  secrets: ReadonlyMap<string, SecretDefinition>,
  own: readonly CatalogueEntry[],
): ProfileDefinition {
  const values = Object.entries(given).map(([key, value]): [string, SettingValue] => {
    const setting = parseSetting(key, own);
    if ("literal" in value) return [setting.key, literalFor(setting, value.literal, profile.name)];
    return [setting.key, secretFor(setting, findNamed("secret", secrets, value.secret), profile.name)];
  });
  return { ...profile, settings: { ...profile.settings, ...Object.fromEntries(values) } };
}

/** The profile without the use of a secret for a setting, or without its slot. Its delivery stays, for the next secret. */
export function withoutUse(profile: ProfileDefinition, { key }: Setting): ProfileDefinition {
  const { [key]: value, ...settings } = profile.settings;
  const { [key]: slot, ...slots } = profile.slots ?? {};
  const used = value !== undefined && "secret" in value;
  if (used || (value === undefined && slot !== undefined)) return withSlots({ ...profile, settings }, slots);
  const message = `the profile ${quote(profile.name)} uses no secret here`;
  throw refusal("rule", key, message, `keyferry profile show ${argument(profile.name)} shows what it uses`);
}

/** The profile with these slots. */
export function withSlots(
  { slots: _, ...profile }: ProfileDefinition,
  slots: NonNullable<ProfileDefinition["slots"]>,
): ProfileDefinition {
  return Object.keys(slots).length === 0 ? profile : { ...profile, slots };
}

/** The profile without the literal of a setting. Its delivery stays, for the next value. */
export function withoutLiteral(profile: ProfileDefinition, { key }: Pick<Setting, "key">): ProfileDefinition {
  const { [key]: value, ...settings } = profile.settings;
  if (value !== undefined && "literal" in value) return { ...profile, settings };
  const name = argument(profile.name);
  if (value === undefined) {
    throw refusal("rule", key, `the profile ${quote(profile.name)} does not set it`, `keyferry profile show ${name}`);
  }
  const message = `the profile ${quote(profile.name)} uses a secret here, not a literal`;
  throw refusal("rule", key, message, `keyferry profile stop-using ${name} ${key}`);
}

function refusal(code: "rule" | "usage", setting: string, message: string, hint: string): KeyferryError {
  return new KeyferryError({ code, message, where: setting, hint, setting });
}
