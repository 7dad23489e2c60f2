import type { FieldValue } from "../../contract/manifest.ts";
import { refuseUnfit } from "../../settings/explain.ts";
import { connectionExportSchema, profileExportSchema } from "../../settings/export-schemas.ts";
import type { Job, SecretDefinition, Slot } from "../../settings/model.ts";
import { parseFile } from "../../settings/parse-file.ts";
import { settingsProblem } from "../../settings/problem.ts";
import { refuseNewer } from "../../settings/schema.ts";

/** Far more than any real file needs, and still read quickly. */
const MOST_BYTES = 4 * 1024 * 1024;

/** A file that somebody else wrote. */
export interface ForeignFile {
  readonly bytes: Uint8Array;
  /** The path that messages show. */
  readonly path: string;
}

/** The contents of an exported profile. */
export interface ProfileExport {
  readonly name: string;
  readonly settings: Readonly<Record<string, { readonly literal: string } | { readonly slot: Slot }>>;
  readonly job?: Job;
  readonly deliver: Readonly<Record<string, string>>;
}

/** An exported connection. */
export interface ConnectionExport {
  readonly connection: {
    readonly name: string;
    readonly provider: string;
    readonly fields: Readonly<Record<string, FieldValue>>;
    readonly auth: { readonly method: string; readonly fields: Readonly<Record<string, FieldValue>> };
  };
  readonly secrets: readonly Omit<SecretDefinition, "connection">[];
}

/** Throws `KeyferryError` (`settings`) with the place that does not fit. */
export function readProfileExport(file: ForeignFile): ProfileExport {
  return read(file, "profile") as ProfileExport;
}

/** Throws `KeyferryError` (`settings`) with the place that does not fit. */
export function readConnectionExport(file: ForeignFile): ConnectionExport {
  return read(file, "connection") as ConnectionExport;
}

type Kind = "profile" | "connection";
const SCHEMAS = { profile: profileExportSchema, connection: connectionExportSchema } as const;

function read({ bytes, path }: ForeignFile, kind: Kind): unknown {
  if (bytes.length > MOST_BYTES)
    throw settingsProblem(path, "it is larger than 4 MiB", "import a file that was exported");
  const value = parseFile(bytes, path);
  refuseOther(value, kind, path);
  refuseNewer(value, path);
  refuseUnfit(SCHEMAS[kind], value, { path });
  return value;
}

/** Another file than was meant is told as that, not as a damaged one. */
function refuseOther(value: unknown, kind: Kind, path: string): void {
  const marker = value instanceof Object && "keyferry" in value ? value.keyferry : undefined;
  if (marker === `${kind}-export`) return;
  const other = (["profile", "connection"] as const).find((each) => marker === `${each}-export`);
  throw other === undefined
    ? settingsProblem(path, `this is no exported ${kind}`, `keyferry ${kind} export NAME writes one`)
    : settingsProblem(
        path,
        `this is an exported ${other}, no ${kind}`,
        `import it as one: keyferry ${other} import FILE`,
      );
}
