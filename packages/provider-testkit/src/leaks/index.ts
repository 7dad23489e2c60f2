export { canary, hostileCanary } from "./canary.ts";
export type { Encoding } from "./encodings.ts";
export type { Finding, LeakReport } from "./finding.ts";
export { type ControlResult, negativeControls } from "./negative-controls.ts";
export { LeakScanner } from "./scanner.ts";
