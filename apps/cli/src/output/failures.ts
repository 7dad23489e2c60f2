import type { Failure } from "@keyferry/core/delivery";
import { ERROR_GUIDE } from "../error-guide.ts";
import { printable } from "./printable.ts";
import { type Stream, styled } from "./stream.ts";

/** Writes failures for a person, a block each: what and where, the next step, the manager's own id of the request. */
export function writeFailures(stream: Stream, failures: readonly Failure[]): void {
  for (const failure of failures) stream.write(block(stream, failure));
}

function block(stream: Stream, failure: Failure): string {
  const where = failure.where ?? failure.setting ?? failure.secret ?? failure.connection;
  const what = printable(where ? `${where}: ${failure.message}` : failure.message);
  const next = failure.hint ?? ERROR_GUIDE[failure.code]?.next;
  const lines = [`${styled(stream, ["red", "bold"], "error:")} ${what} (${printable(failure.code)})`];
  if (next) lines.push(`  next: ${printable(next)}`);
  if (failure.requestId) lines.push(`  request id: ${printable(failure.requestId)}`);
  return `${lines.join("\n")}\n`;
}
