import type { AuditFaultView } from "@keyferry/core";
import type { Invocation } from "../invocation.ts";

/** What is wrong with the audit, in one sentence. */
export function auditFaultText({ record, problem, unexpected }: AuditFaultView): string {
  if (unexpected) {
    return problem === "removed"
      ? `the audit ends before the expected head: record ${record} and those behind it were removed`
      : `the audit does not fit the expected head: record ${record}, or one before it, was changed`;
  }
  if (problem === "damaged") return `the audit is damaged: what stands in place of record ${record} is no record`;
  return `the audit was changed by something else: record ${record} was ${problem}`;
}

/** Says that a listing rests on a log that is not whole. */
export function sayAuditFault(invocation: Invocation, fault: AuditFaultView | undefined): void {
  if (fault) invocation.say(`warning: ${auditFaultText(fault)}; keyferry audit verify says more`);
}
