import { profileSchema } from "./profile-schema.ts";
import { settingsSchema } from "./settings-schema.ts";

type File = Readonly<Record<string, unknown>>;

/** The form of the files at one schema version. */
export interface Form {
  readonly version: number;
  /** JSON Schema (2020-12) of `settings.json`. */
  readonly settings: object;
  /** JSON Schema (2020-12) of a file `profiles/ID.json`. */
  readonly profile: object;
  /** Converts from the form before: takes a file that fits that form's schema. Absent in the first form. */
  readonly from?: { readonly settings: (file: File) => File; readonly profile: (file: File) => File };
}

/** Every form that this Keyferry reads, oldest first. It writes the newest. */
export const FORMS: readonly Form[] = [{ version: 1, settings: settingsSchema, profile: profileSchema }];
