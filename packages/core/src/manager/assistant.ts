import { readFieldValues } from "../connections/field-values.ts";
import type { Field } from "../contract/manifest.ts";
import type { SecretType } from "../settings/model.ts";
import { checkName, nameKey, nameProblem } from "../settings/names.ts";
import type { SettingsStore } from "../settings/port.ts";
import type { Assistance, SecretSuggestion } from "./assistance.ts";
import { guessType } from "./guess-type.ts";
import { type Kind, refuseTaken, sortedByName } from "./named.ts";
import { catalogueView } from "./profile-view.ts";
import type { CatalogueView } from "./views.ts";

const MOST_BYTES = 255;
const TABLES = { connection: "connections", secret: "secrets", profile: "profiles" } as const;

/** What an interface needs to know to ask good questions. Asks no manager, and changes nothing. */
export class Assistant implements Assistance {
  readonly #store: SettingsStore;

  constructor({ store }: { readonly store: SettingsStore }) {
    this.#store = store;
  }

  async checkFree(kind: Kind, name: string): Promise<void> {
    const checked = checkName(name, kind);
    refuseTaken<{ readonly name: string }>(kind, (await this.#store.read())[TABLES[kind]], checked);
  }

  async connections(): ReturnType<Assistance["connections"]> {
    const { connections } = await this.#store.read();
    return sortedByName([...connections.values()].map(({ name, provider }) => ({ name, provider })));
  }

  fieldProblem({ when: _, ...field }: Field, text: string): string | undefined {
    let problem: string | undefined;
    readFieldValues([field], { [field.name]: text }, {}, (_name, message) => {
      problem ??= message;
    });
    return problem;
  }

  catalogue(): readonly CatalogueView[] {
    return catalogueView({ name: "", settings: {}, deliver: {} }, new Map(), []);
  }

  guessType(name: string): SecretType | undefined {
    return guessType(lastPart(name));
  }

  async suggestSecret(remoteName: string, key?: string): Promise<SecretSuggestion> {
    const type = (key === undefined ? undefined : this.guessType(key)) ?? this.guessType(remoteName);
    const { secrets } = await this.#store.read();
    const taken = new Set([...secrets.values()].map(({ name }) => nameKey(name)));
    const name = freeName(fitting(remoteName, key), taken);
    return { ...(name === undefined ? {} : { name }), ...(type === undefined ? {} : { type }) };
  }
}

/** The last part of a path, which is what people call it. */
function lastPart(path: string): string {
  return path.split("/").findLast((part) => part !== "") ?? path;
}

/**
 * Derives one of our names from a name in the manager and a key: characters that our names may not contain become
 * hyphens.
 */
function fitting(remoteName: string, key: string | undefined): string {
  const parts = key === undefined ? [lastPart(remoteName)] : [lastPart(remoteName), lastPart(key)];
  return parts
    .join("-")
    .toWellFormed()
    .normalize("NFC")
    .replace(/[\p{C}\p{Z}/\ufffd]+/gu, "-")
    .replace(/^-+|-+$/g, "");
}

/** The name, or the first free one of `name-2`, `name-3` …; undefined if there is none. */
function freeName(wanted: string, taken: ReadonlySet<string>): string | undefined {
  for (let number = 1; number <= taken.size + 1; number += 1) {
    const end = number === 1 ? "" : `-${number}`;
    const name = cut(wanted, MOST_BYTES - end.length) + end;
    if (nameProblem(name) !== undefined) return undefined;
    if (!taken.has(nameKey(name))) return name;
  }
  return undefined;
}

/** As much of the text as fits, in whole characters. */
function cut(text: string, bytes: number): string {
  let fits = "";
  let length = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    length += Buffer.byteLength(segment);
    if (length > bytes) break;
    fits += segment;
  }
  return fits;
}
