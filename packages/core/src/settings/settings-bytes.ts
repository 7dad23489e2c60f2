import { type Change, formatFile } from "./change.ts";

/** The beginning of a file that Keyferry wrote: only these members, and the number of the revision. */
const HEAD = /^(\{\n(?: {2}"\$schema": "(?:[^"\\]|\\.)*",\n)? {2}"schemaVersion": \d+,\n {2}"revision": )\d+(?=,\n)/;
const LONGEST_HEAD = 1_024;

/**
 * The bytes of `settings.json` after a change. If only its revision differs, nothing else is formatted again; `before`
 * is the file in the newest form.
 */
export function settingsBytes({ settings, profilesOnly }: Change, before: Buffer | undefined): readonly Buffer[] {
  const head = profilesOnly ? HEAD.exec(before?.toString("latin1", 0, LONGEST_HEAD) ?? "") : null;
  if (head === null || before === undefined) return [Buffer.from(formatFile(settings))];
  return [Buffer.from(`${head[1]}${settings.revision}`, "latin1"), before.subarray(head[0].length)];
}
