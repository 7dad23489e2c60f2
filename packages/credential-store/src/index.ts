/** `@keyferry/credential-store`: the sealed file of logins, for `createKeyferry({ credentialStore })`. */

export { type CredentialStoreOptions, createCredentialStore } from "./create.ts";
export { KEEPER_FORMS } from "./keepers/table.ts";
export { sealedFileSchema } from "./sealed-file.ts";
