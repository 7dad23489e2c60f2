import { InvalidArgumentError } from "commander";

const SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;
/** What a timer of Node can wait for, in whole days. */
const LONGEST = 23 * SECONDS.d;

/** Reads a duration, `90s`, `15m`, `2h`, `1d` or seconds alone, into whole seconds from 1 on. For an option of commander. */
export function seconds(text: string): number {
  const [, count, unit] = /^(\d{1,9})([smhd]?)$/.exec(text) ?? [];
  const found = Number(count) * SECONDS[(unit || "s") as keyof typeof SECONDS];
  if (found >= 1 && found <= LONGEST) return found;
  throw new InvalidArgumentError("write a duration up to 23 days, such as 90s, 15m, 2h or 1d");
}

/** The shortest way to write it. */
export function durationText(total: number): string {
  const unit = (["d", "h", "m"] as const).find((each) => total % SECONDS[each] === 0) ?? "s";
  return `${total / SECONDS[unit]}${unit}`;
}
