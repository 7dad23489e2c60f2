import type { KeyferryEvent } from "@keyferry/core";

/** What a person is told of a clock that a manager does not share. */
export function clockWarning({
  connection,
  aheadMs,
}: Extract<KeyferryEvent, { readonly type: "clock-heard" }>): string {
  const minutes = Math.round(Math.abs(aheadMs) / 60_000);
  const side = aheadMs > 0 ? "behind" : "ahead of";
  return `warning: this machine's clock is ${minutes} min ${side} that of ${connection}, which can refuse its login: set the clock`;
}
