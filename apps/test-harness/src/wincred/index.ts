export type { Call } from "./calls.ts";
export type { Fault } from "./faults.ts";
export { startWincredStore, type WincredStore } from "./store.ts";
