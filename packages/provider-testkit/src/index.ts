/**
 * `@keyferry/provider-testkit`: the suite that every provider passes. `describeProvider` runs it under vitest, `runCases`
 * under nothing.
 */

export { ConformanceError } from "./conformance-error.ts";
export { type DescribeOptions, describeProvider } from "./describe-provider.ts";
export {
  FAULT_KINDS,
  type FaultKind,
  type FaultOptions,
  type PayloadKind,
  type ProviderHarness,
  type RecordedCall,
  type SeedOptions,
} from "./harness.ts";
export { type MatrixColumn, matrixTable, plannedColumn } from "./matrix.ts";
export { type Deviations, type PlannedCase, planCases } from "./plan.ts";
export { type CaseResult, runCases } from "./run-case.ts";
