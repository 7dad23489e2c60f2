import { KeyferryError } from "../../contract/failure.ts";
import { envSource } from "./env.ts";
import { execSource } from "./exec.ts";
import { fdSource } from "./fd.ts";
import { fileSource } from "./file.ts";
import { secretSource } from "./secret.ts";
import type { Source, SourceKind } from "./source.ts";
import { storedSource } from "./stored.ts";
import { systemdSource } from "./systemd.ts";

/** The kinds of sources that there are. A new one is a new row. */
const SOURCES: readonly SourceKind[] = [
  envSource,
  fileSource,
  fdSource,
  systemdSource,
  execSource,
  secretSource,
  storedSource,
];

/**
 * Parses a source as a person writes it: `KIND:REST`, or only a kind. Throws `KeyferryError` (`usage`) without any part
 * of the text, which may be a credential that was pasted by mistake.
 */
export function parseSource(text: string): Source {
  const colon = text.indexOf(":");
  const row = SOURCES.find(({ kind, bare }) => kind === (bare ? text : text.slice(0, Math.max(0, colon))));
  if (row === undefined) {
    const forms = SOURCES.map(({ form }) => form).join(" or ");
    throw new KeyferryError({ code: "usage", message: "this is no source of a credential", hint: `write ${forms}` });
  }
  const source = row.parse(row.bare ? "" : text.slice(colon + 1));
  if (source !== undefined) return source;
  throw new KeyferryError({
    code: "usage",
    message: `what follows ${row.kind}: does not fit`,
    hint: `write ${row.form}`,
  });
}
