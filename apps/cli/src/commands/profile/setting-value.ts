import type { SettingView } from "@keyferry/core";

/** What a setting has: its literal, or the secret that it uses. */
export function settingValue({ literal, secret }: SettingView): string | undefined {
  return secret === undefined ? literal : `secret ${secret}`;
}
