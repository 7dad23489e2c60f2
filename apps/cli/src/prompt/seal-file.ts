import { unlink } from "node:fs/promises";
import type { Invocation } from "../invocation.ts";

import { chooseKeeper } from "./keeper.ts";
import type { Prompter } from "./prompter.ts";
import type { CheckedConnection } from "./save-proved.ts";

/**
 * Offers to seal what stands in files that a person has just named as sources, such as a service account's key, and to delete
 * them. What was not proved to work is not sealed.
 */
export async function offerSealing(
  { name, check }: CheckedConnection,
  files: ReadonlyMap<string, string>,
  invocation: Invocation,
  prompter: Prompter,
): Promise<void> {
  if (files.size === 0 || check === undefined) return;
  const keyferry = await invocation.keyferry();
  const paths = [...files.values()].join(", ");
  const wish = await prompter.choose({
    message: `The login works. It lies open in ${paths}. Seal it instead?`,
    choices: [
      { name: "seal it, and delete the file", value: "delete" },
      { name: "seal it, and keep the file", value: "keep" },
      { name: "no, read the file each time", value: "no" },
    ],
  });
  if (wish === "no") return;
  const keeper = (await keyferry.logins.keeper()) ?? (await chooseKeeper(prompter));
  await keyferry.logins.adopt(name, [...files.keys()], { keeper, ...invocation.callOptions });
  invocation.say(`sealed: ${[...files.keys()].join(", ")}`);
  if (wish === "delete") for (const path of new Set(files.values())) await remove(path, invocation);
}

/** The files among sources that were named at a question, and not on the command line: field → path. */
export function typedFiles(
  sources: Readonly<Record<string, string>> = {},
  given: Readonly<Record<string, string>> = {},
): ReadonlyMap<string, string> {
  const typed = Object.entries(sources).filter(([field, source]) => !(field in given) && source.startsWith("file:"));
  return new Map(typed.map(([field, source]) => [field, source.slice("file:".length)]));
}

/** The sealed login has been opened again by then: nothing is lost. */
async function remove(path: string, invocation: Invocation): Promise<void> {
  try {
    await unlink(path);
    invocation.say(`deleted: ${path} (copies and backups of it stay; what the disk keeps of it too)`);
  } catch {
    invocation.say(`not deleted: ${path}; delete it by hand`);
  }
}
