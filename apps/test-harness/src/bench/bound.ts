/** One number that the project holds itself to. */
export interface Bound {
  readonly what: string;
  readonly measured: number;
  readonly atMost: number;
}

/** Prints a bound with its verdict, and gives it. */
export function judge({ what, measured, atMost }: Bound): boolean {
  const holds = measured <= atMost;
  const number = Number.isInteger(measured) ? String(measured) : measured.toFixed(2);
  process.stdout.write(`${holds ? "holds" : "FAILS"}  ${what}: ${number} (at most ${atMost})\n`);
  return holds;
}
