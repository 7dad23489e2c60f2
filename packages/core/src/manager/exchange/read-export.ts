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
  return read(file, profileExportSchema) as ProfileExport;
}

/** Throws `KeyferryError` (`settings`) with the place that does not fit. */
export function readConnectionExport(file: ForeignFile): ConnectionExport {
  return read(file, connectionExportSchema) as ConnectionExport;
}

function read({ bytes, path }: ForeignFile, schema: object): unknown {
  if (bytes.length > MOST_BYTES)
    throw settingsProblem(path, "it is larger than 4 MiB", "import a file that was exported");
  const value = parseFile(bytes, path);
  refuseNewer(value, path);
  refuseUnfit(schema, value, { path });
  return value;
}
