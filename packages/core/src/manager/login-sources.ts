import { parseSource } from "../connections/sources/source-table.ts";
import type { ConnectionDefinition, Settings } from "../settings/model.ts";
import { secretOfSource, sourceOfSecret } from "../settings/secret-source.ts";
import { findNamed } from "./named.ts";

/** The source for credentials in the credential store. */
export const STORED = "stored";

type Sources = Readonly<Record<string, string>>;
type Secrets = Pick<Settings, "secrets">;

/**
 * Sources in the form of the settings: secrets by id. Throws `KeyferryError` (`unknown-name`) with the nearest names.
 */
export function heldSources({ secrets }: Secrets, given: Sources): Sources {
  return mapSources(given, (name) => findNamed("secret", secrets, name)[0]);
}

/**
 * Sources in the form that people read and write: secrets by name. If something in the settings, written by hand, is
 * not a source, it may be the credential itself, and is not shown.
 */
export function shownSources({ secrets }: Secrets, held: Sources): Sources {
  const shown = mapSources(held, (id) => secrets.get(id)?.name ?? id);
  return Object.fromEntries(
    Object.entries(shown).map(([field, source]) => [field, isSource(source) ? source : NO_SOURCE]),
  );
}

const NO_SOURCE = "no source: what stands in the settings is not shown";

function isSource(text: string): boolean {
  try {
    parseSource(text);
    return true;
  } catch {
    return false;
  }
}

function mapSources(sources: Sources, translate: (secret: string) => string): Sources {
  const mapped = Object.entries(sources).map(([field, source]) => {
    const secret = secretOfSource(source);
    return [field, secret === undefined ? source : sourceOfSecret(translate(secret))];
  });
  return Object.fromEntries(mapped);
}

/** Whether any part of a connection's login is in the credential store. */
export function usesStore({ auth }: ConnectionDefinition): boolean {
  return Object.values(auth.sources).includes(STORED);
}
