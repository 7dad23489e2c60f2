import type { Manifest } from "../contract/manifest.ts";
import { type Plain, plainCopy } from "./plain-copy.ts";
import { checkShape, isPlainRecord, isText, list, member, type PlainRecord, rules } from "./shape.ts";
import { vetField } from "./vet-field.ts";

const CAPS = { depth: 8, nodes: 20_000, chars: 500_000 };
const MAX_BATCH = 10_000;

const ID = {
  fits: (value: Plain) => typeof value === "string" && /^[a-z][a-z0-9-]{0,63}$/.test(value),
  says: "lower case, digits and hyphens, a letter first, at most 64 characters",
};
const names = rules.list(0, 100, (item) => isText(item, 500));

const MANIFEST = {
  id: ID,
  displayName: rules.text(100),
  docsUrl: {
    fits: (value: Plain) => isText(value, 500) && /^https?:\/\/[^\s]+$/.test(value),
    says: "an http(s) address",
  },
  fields: rules.list(0, 100),
  auth: rules.list(1, 50),
  capabilities: rules.record,
  platforms: rules.optional(rules.list(1, 20, (item) => isText(item, 50))),
};
const CAPABILITIES = {
  maxBatch: rules.integer(1, MAX_BATCH),
  batchVersions: rules.boolean,
  describe: rules.boolean,
  versions: rules.boolean,
  masksMissing: rules.boolean,
  maxConcurrency: rules.optional(rules.integer(1, 1_000)),
};
const METHOD = {
  id: ID,
  label: rules.text(100),
  description: rules.text(2_000),
  fields: rules.list(0, 100),
  ambient: rules.optional(rules.record),
  ends: rules.optional(rules.boolean),
};

/** The manifest to use from here on, or everything that is wrong with the plugin's. */
export type ManifestVerdict = { readonly manifest: Manifest } | { readonly problems: readonly string[] };

/** Copies a plugin's manifest into frozen data and checks the copy. Never throws. */
export function vetManifest(given: unknown): ManifestVerdict {
  let copy: Plain;
  try {
    copy = plainCopy(given, CAPS);
  } catch {
    return { problems: ["manifest must be plain data of a reasonable size"] };
  }
  const problems: string[] = [];
  if (checkShape(copy, MANIFEST, "manifest", problems)) {
    checkShape(member(copy, "capabilities"), CAPABILITIES, "manifest.capabilities", problems);
    const fields = vetFields(list(copy, "fields"), "manifest.fields", new Map(), problems);
    vetMethods(list(copy, "auth"), fields, problems);
  }
  // The only place where checked data gets its type.
  return problems.length > 0 ? { problems } : { manifest: copy as unknown as Manifest };
}

function vetFields(
  fields: readonly Plain[],
  where: string,
  before: ReadonlyMap<string, PlainRecord>,
  problems: string[],
): ReadonlyMap<string, PlainRecord> {
  const known = new Map(before);
  for (const [index, field] of fields.entries()) {
    vetField(field, `${where}[${index}]`, known, problems);
    const name = isPlainRecord(field) ? member(field, "name") : undefined;
    if (isPlainRecord(field) && typeof name === "string") known.set(name, field);
  }
  return known;
}

function vetMethods(methods: readonly Plain[], fields: ReadonlyMap<string, PlainRecord>, problems: string[]) {
  const ids = new Set<Plain>();
  for (const [index, method] of methods.entries()) {
    const where = `manifest.auth[${index}]`;
    if (!checkShape(method, METHOD, where, problems)) continue;
    const id = member(method, "id");
    if (id !== undefined && ids.has(id)) problems.push(`${where}.id is taken`);
    if (id !== undefined) ids.add(id);
    vetFields(list(method, "fields"), `${where}.fields`, fields, problems);
    const ambient = member(method, "ambient");
    if (ambient === undefined) continue;
    checkShape(ambient, { variables: names, files: names }, `${where}.ambient`, problems);
    if (list(method, "fields").some((field) => isPlainRecord(field) && member(field, "sensitive") === true)) {
      problems.push(`${where} is ambient, so it must have no sensitive field`);
    }
  }
}
