import { parseSource } from "../connections/sources/source-table.ts";
import type { ConnectionDefinition, Settings } from "../settings/model.ts";
import { secretOfSource, sourceOfSecret } from "../settings/secret-source.ts";
import { findNamed } from "./named.ts";

/** The source of what the credential store holds. */
export const STORED = "stored";

type Sources = Readonly<Record<string, string>>;
type Secrets = Pick<Settings, "secrets">;

/** Sources as the settings hold them: a secret by its id. Throws `KeyferryError` (`unknown-name`) with the nearest names. */
export function heldSources({ secrets }: Secrets, given: Sources): Sources {
  return mapSources(given, (name) => findNamed("secret", secrets, name)[0]);
}

/**
 * Sources as a person reads and writes them: a secret by its name. What was written into the settings by hand and is no source may be
 * the credential itself, and is not shown.
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

/** Whether anything of a connection's login rests in the credential store. */
export function usesStore({ auth }: ConnectionDefinition): boolean {
  return Object.values(auth.sources).includes(STORED);
}
