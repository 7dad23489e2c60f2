export type { Call } from "./calls.ts";
export type { Fault } from "./faults.ts";
export type { Denial } from "./rights.ts";
export { type AzureStoreOptions, startAzureStore } from "./start.ts";
export type { SecretProperties } from "./state.ts";
export type { AzureLogins, AzureStore } from "./store.ts";
