import { type Change, formatFile } from "./change.ts";

/** How the file begins that Keyferry writes: nothing but these members, and of the revision the number. */
const HEAD = /^(\{\n(?: {2}"\$schema": "(?:[^"\\]|\\.)*",\n)? {2}"schemaVersion": \d+,\n {2}"revision": )\d+(?=,\n)/;
const LONGEST_HEAD = 1_024;

/**
 * What `settings.json` is to hold after a change. Of one that differs in its revision alone nothing else is written anew; `before`
 * is the file in the newest form.
 */
export function settingsBytes({ settings, profilesOnly }: Change, before: Buffer | undefined): readonly Buffer[] {
  const head = profilesOnly ? HEAD.exec(before?.toString("latin1", 0, LONGEST_HEAD) ?? "") : null;
  if (head === null || before === undefined) return [Buffer.from(formatFile(settings))];
  return [Buffer.from(`${head[1]}${settings.revision}`, "latin1"), before.subarray(head[0].length)];
}
