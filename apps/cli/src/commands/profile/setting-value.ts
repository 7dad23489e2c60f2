import type { SettingView } from "@keyferry/core";

/** What a setting has: its literal, or the secret that it uses. */
export function settingValue({ literal, secret, slot, withheld }: SettingView): string | undefined {
  if (slot !== undefined) return `unbound (${slot})`;
  if (withheld) return "not shown: it may be a password";
  return secret === undefined ? literal : `secret ${secret}`;
}
