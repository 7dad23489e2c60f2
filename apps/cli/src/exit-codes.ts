import type { ErrorCode, Failure } from "@keyferry/core/delivery";

/**
 * Exit code of each error code, after sysexits, so that our failure is not taken for the job's. A program that is there and
 * cannot be started is 126, which the job's start says itself.
 */
export const EXIT_CODES: Readonly<Record<ErrorCode, number>> = {
  usage: 64,
  value: 65,
  integrity: 65,
  "not-found": 66,
  "unknown-name": 66,
  unavailable: 69,
  internal: 70,
  throttled: 75,
  unauthenticated: 77,
  "access-denied": 77,
  settings: 78,
  rule: 78,
  plugin: 78,
  delivery: 78,
  "invalid-connection": 78,
  "invalid-address": 78,
  unsupported: 78,
  program: 127,
  busy: 75,
  cancelled: 130,
};

/** A name that was typed into the very command is the caller's mistake, not the settings'. */
const TYPED_ADDRESS = 64;

/** Where several failures differ, the first of these stands: what a person must mend comes before what passes by itself. */
export const EXIT_ORDER: readonly number[] = [130, 64, 78, 77, 66, 65, 69, 75, 70, 127];

/** The exit code of failures. `typed`: the addresses came from the command line. At least one failure is expected. */
export function exitCodeOf(
  failures: readonly Pick<Failure, "code">[],
  options: { readonly typed?: boolean } = {},
): number {
  const codes = new Set(
    failures.map(({ code }) =>
      // A code of a later core is unknown here: whatever it means, it is not success.
      code === "invalid-address" && options.typed ? TYPED_ADDRESS : (EXIT_CODES[code] ?? EXIT_CODES.internal),
    ),
  );
  return EXIT_ORDER.find((code) => codes.has(code)) ?? EXIT_CODES.internal;
}
