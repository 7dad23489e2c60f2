export type { Call } from "./calls.ts";
export type { Fault } from "./faults.ts";
export type { CredentialFiles, SubjectSource } from "./files.ts";
export type { Denial } from "./rights.ts";
export { type GcpStoreOptions, startGcpStore } from "./start.ts";
export type { GcpStore, PutResult } from "./store.ts";
