export type { Call } from "./calls.ts";
export type { AwsCredentials, AwsSession } from "./credentials.ts";
export type { Fault } from "./faults.ts";
export type { Denial } from "./rights.ts";
export { type AwsStoreOptions, startAwsStore } from "./start.ts";
export type { AwsStore, PutResult } from "./store.ts";
