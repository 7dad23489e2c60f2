export type { Call, VaultOperation } from "./calls.ts";
export type { Fault } from "./faults.ts";
export type { Credentials } from "./logins.ts";
export type { Denial } from "./rights.ts";
export { startVaultStore, type VaultStoreOptions } from "./start.ts";
export type { PutOptions, SecretRecord, VaultStore, Which } from "./store.ts";
export type { TokenTerms } from "./tokens.ts";
