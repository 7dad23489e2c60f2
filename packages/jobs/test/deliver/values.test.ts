import { createHash } from "node:crypto";
import { isKeyferryError } from "@keyferry/core/delivery";
import { describe, expect, it } from "vitest";
import { openRcloneConfig } from "../support/open-rclone-config.ts";
import { shell } from "../support/run.ts";
import { secret } from "../support/seal.ts";

/** Each way with what a program does to read it; `sha256sum` tells whether it is the value, byte for byte. */
const WAYS = {
  "env:VALUE": 'printf %s "$VALUE" | sha256sum',
  stdin: "sha256sum",
  "fd:7": "sha256sum < /dev/fd/7",
  "pipe:VALUE": 'sha256sum < "$VALUE"',
  "memory-file:VALUE": 'sha256sum < "$VALUE"; sha256sum < "$VALUE"',
  // What answers a question has a line break behind it.
  "command:VALUE": '"$VALUE" | head -c -1 | sha256sum',
  askpass: '"$SSH_ASKPASS" "Password: " | head -c -1 | sha256sum',
  "askpass:username": `"$SSH_ASKPASS" "Username for 'https://host': " | head -c -1 | sha256sum`,
  "askpass:passphrase": '"$SSH_ASKPASS" "Enter passphrase for key: " | head -c -1 | sha256sum',
};

const LONG = "0123456789abcdef".repeat(8_192);
const VALUES = {
  hostile: `cnry p"a$s'&€ %\`\\ end`,
  lines: "cnry\nline two\r\n",
  empty: "",
  "128 KiB": LONG,
  NUL: "cnry\0behind",
  bytes: Buffer.from([0x63, 0x6e, 0xff, 0xfe, 0x80]),
} as const;

/** Where a value cannot go a way: what is said about it before the start. */
const REFUSED: Readonly<Record<string, RegExp>> = {
  "env:VALUE 128 KiB": /longer than the 128 KiB/,
  "env:VALUE NUL": /NUL byte/,
  "env:VALUE bytes": /not text/,
  "command:VALUE lines": /line break/,
  "command:VALUE NUL": /NUL byte/,
  ...Object.fromEntries(
    ["askpass", "askpass:username", "askpass:passphrase"].flatMap((way) => [
      [`${way} lines`, /line break/],
      [`${way} NUL`, /NUL byte/],
    ]),
  ),
};

const CASES = Object.keys(WAYS).flatMap((way) => Object.keys(VALUES).map((value) => [way, value] as const));

describe.runIf(process.platform === "linux")("each value by each delivery", () => {
  it.each(CASES)("%s takes %s, or says no before the start", async (way, name) => {
    const value = VALUES[name as keyof typeof VALUES];
    const running = shell(WAYS[way as keyof typeof WAYS], [secret(way, value)]);
    const refused = REFUSED[`${way} ${name}`];
    if (refused === undefined) {
      const digest = createHash("sha256").update(value).digest("hex");
      const { stdout, stderr } = await running;
      expect(new Set(stdout.trim().split("\n")), stderr).toEqual(new Set([`${digest}  -`]));
      return;
    }
    const thrown = await running.catch((error: unknown) => error);
    if (!isKeyferryError(thrown)) expect.unreachable("it was started");
    expect(thrown.message).toMatch(refused);
    expect(thrown.message).not.toMatch(/cnry|0123456789/);
    expect(thrown.failures).toMatchObject([{ setting: `test.${way}` }]);
  });

  it.each(Object.keys(VALUES))("rclone-config takes %s, or says no before the start", async (name) => {
    const value = VALUES[name as keyof typeof VALUES];
    const script = 'cat "$RCLONE_CONFIG"; "$RCLONE_PASSWORD_COMMAND"';
    const running = shell(script, [secret("rclone-config", value)]);
    if (name === "NUL") return expect(running).rejects.toThrow(/holds a NUL byte/);
    const { stdout } = await running;
    expect(openRcloneConfig(stdout, stdout.trim().split("\n").at(-1) ?? "").equals(Buffer.from(value))).toBe(true);
  });
});
