import { unlink } from "node:fs/promises";
import { type ConnectionView, isKeyferryError, type Keyferry } from "@keyferry/core";
import type { Invocation } from "../invocation.ts";
import { writeFailures } from "../output/failures.ts";
import { chooseKeeper } from "./keeper.ts";
import type { Prompter } from "./prompter.ts";

/**
 * Offers to seal what stands in files that a person has just named as sources, such as a service account's key, and to delete
 * them. The login is proved by the file first: what does not work is not sealed.
 */
export async function offerSealing(
  { name }: ConnectionView,
  files: ReadonlyMap<string, string>,
  invocation: Invocation,
  prompter: Prompter,
): Promise<void> {
  if (files.size === 0) return;
  const keyferry = await invocation.keyferry();
  if (!(await proves(keyferry, name, invocation))) return;
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

async function proves({ connections }: Keyferry, name: string, invocation: Invocation): Promise<boolean> {
  try {
    await connections.check(name, invocation.callOptions);
    return true;
  } catch (error) {
    if (!isKeyferryError(error) || error.failures.some(({ code }) => code === "cancelled")) throw error;
    writeFailures(invocation.world.stderr, error.failures);
    invocation.say(
      `the login is not proved, so its file stays its source: keyferry connection check ${name} tries again`,
    );
    return false;
  }
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
