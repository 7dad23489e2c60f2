import type { SettingView } from "@keyferry/core";

/** What a setting has: its literal, or the secret that it uses. */
export function settingValue({ literal, secret, slot }: SettingView): string | undefined {
  if (slot !== undefined) return `unbound (${slot})`;
  return secret === undefined ? literal : `secret ${secret}`;
}
