const STEPS = [
  [86_400_000, "day"],
  [3_600_000, "hour"],
  [60_000, "minute"],
] as const;

function span(ms: number): string {
  const [size, unit] = STEPS.find(([step]) => ms >= step) ?? [1_000, "second"];
  const count = Math.max(0, Math.floor(ms / size));
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** How long ago a time was, beside it: `3 days ago (2026-11-22T10:00:00.000Z)`. */
export function age(time: string, now: Date): string {
  return `${span(now.getTime() - new Date(time).getTime())} ago (${time})`;
}

/** How far off an end is, or that it has passed. */
export function expiry(time: string, now: Date): string {
  const left = new Date(time).getTime() - now.getTime();
  return left > 0 ? `in ${span(left)} (${time})` : `${span(-left)} ago (${time}): it has expired`;
}
