/** `@keyferry/core/schemas`: the JSON Schemas (2020-12) of the files that Keyferry writes. */
export { connectionExportSchema, profileExportSchema } from "./export-schemas.ts";
export { profileSchema } from "./profile-schema.ts";
export { settingsSchema } from "./settings-schema.ts";
