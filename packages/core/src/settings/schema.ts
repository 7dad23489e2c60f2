import { compileSchema } from "./fits.ts";
import { type Fits, MISFIT } from "./fits-parts.ts";
import { FORMS, type Form } from "./forms.ts";
import type { ProfileFile, SettingsFile } from "./model.ts";
import { parseFile, parseFitting } from "./parse-file.ts";
import { settingsProblem } from "./problem.ts";

type Kind = "settings" | "profile";

/** A file in the newest form. */
export interface Shaped<T> {
  readonly file: T;
  /** The version that it was written in. */
  readonly version: number;
}

/** The place of a value: the file, and a JSON Pointer into it. */
export interface Place {
  readonly path: string;
  readonly base?: string;
}

interface Step {
  readonly form: Form;
  readonly fits: Readonly<Record<Kind, Fits>>;
}

/**
 * Checks parsed files against the schema of their version, and converts them to the newest form. Nothing is written.
 */
export class Shapes {
  /** The newest version: what is written. */
  readonly version: number;
  readonly #steps: readonly Step[];

  constructor(forms: readonly Form[] = FORMS) {
    this.#steps = forms.map((form) => ({
      form,
      fits: { settings: compiledLater(form.settings), profile: compiledLater(form.profile) },
    }));
    this.version = forms.at(-1)?.version ?? 0;
  }

  /** The bytes of a `settings.json`. Throws `KeyferryError` (`settings`) with what is wrong with them, and where. */
  async readSettings(bytes: Uint8Array, path: string): Promise<Shaped<SettingsFile>> {
    return this.#newest<SettingsFile>("settings", bytes) ?? this.settings(parseFile(bytes, path), { path });
  }

  /** The bytes of a profile's file: at once where nothing is wrong with them. Throws as {@link readSettings} does. */
  readProfile(bytes: Uint8Array, path: string): Shaped<ProfileFile> | Promise<Shaped<ProfileFile>> {
    return this.#newest<ProfileFile>("profile", bytes) ?? this.profile(parseFile(bytes, path), { path });
  }

  /** A file in the newest form without any fault; undefined for any other, which takes the way that explains. */
  #newest<T>(kind: Kind, bytes: Uint8Array): Shaped<T> | undefined {
    const fits = this.#steps.at(-1)?.fits[kind];
    const file = fits && parseFitting(bytes, fits);
    return file === undefined ? undefined : { file: file as T, version: this.version };
  }

  /** A parsed `settings.json`. Throws `KeyferryError` (`settings`) with the place that does not fit. */
  async settings(value: unknown, place: Place): Promise<Shaped<SettingsFile>> {
    const { file, version } = await this.#shape("settings", value, place);
    return { file: file as SettingsFile, version };
  }

  /** A parsed profile. Throws `KeyferryError` (`settings`) with the place that does not fit. */
  async profile(value: unknown, place: Place): Promise<Shaped<ProfileFile>> {
    const { file, version } = await this.#shape("profile", value, place);
    return { file: file as ProfileFile, version };
  }

  async #shape(kind: Kind, value: unknown, place: Place): Promise<Shaped<unknown>> {
    const version = versionOf(value);
    if (version !== undefined && version > this.version) throw newer(version, this.version, place);
    const found = this.#steps.findIndex(({ form }) => form.version === version);
    const start = found < 0 ? this.#steps.length - 1 : found;
    let file = value;
    for (const [at, { form, fits }] of this.#steps.entries()) {
      if (at < start) continue;
      if (at > start) file = form.from?.[kind](file as Readonly<Record<string, unknown>>);
      // The library that explains is slow to load and to run, and nearly every file fits.
      if (fits[kind](file) === MISFIT) await (await import("./explain.ts")).refuseUnfit(form[kind], file, place);
    }
    return { file, version: version ?? this.version };
  }
}

/**
 * Checks values against the schema of another file beside the settings, whose version is 1. Throws `KeyferryError`
 * (`settings`).
 */
export function checker(schema: object): (value: unknown, path: string) => Promise<void> {
  const fits = compiledLater(schema);
  return async (value, path) => {
    const version = versionOf(value);
    if (version !== undefined && version > 1) throw newer(version, 1, { path });
    if (fits(value) === MISFIT) (await import("./explain.ts")).refuseUnfit(schema, value, { path });
  };
}

/** Compiled at the first value: most commands read few kinds of files. */
function compiledLater(schema: object): Fits {
  let fits: Fits | undefined;
  return (value) => {
    fits ??= compileSchema(schema);
    return fits(value);
  };
}

function versionOf(value: unknown): number | undefined {
  const version = value instanceof Object && "schemaVersion" in value ? value.schemaVersion : undefined;
  return typeof version === "number" && Number.isInteger(version) ? version : undefined;
}

function newer(version: number, known: number, { path }: Place): Error {
  return settingsProblem(
    path,
    `it was written by a newer Keyferry (schema version ${version}; this one knows ${known})`,
    "update Keyferry; the file was left as it is",
  );
}

/** Refuses (`settings`) a file of another kind whose form is newer than version 1, the only one that it has. */
export function refuseNewer(value: unknown, path: string): void {
  const version = versionOf(value);
  if (version !== undefined && version > 1) throw newer(version, 1, { path });
}
