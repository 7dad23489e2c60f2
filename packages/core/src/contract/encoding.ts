/**
 * How a value is written inside a payload so that it remains one value, whatever it contains. A closed set of names:
 * recipes are data and name what they need; `@keyferry/jobs` has the function for each.
 */
export const ENCODINGS = [
  "raw",
  "ascii-line",
  "base64",
  "curl-config",
  "curl-quoted",
  "curl-username",
  "json-string",
  "lftp",
  "line",
  "mbsync-config",
  "msmtp-config",
  "rclone-obscure",
  "rclone-pem",
  "rclone-value",
  "ssh-config",
  "url-percent",
] as const;

export type Encoding = (typeof ENCODINGS)[number];
