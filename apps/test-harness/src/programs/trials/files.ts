import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { claim } from "../../servers/scenario.ts";
import type { Stage } from "./trial.ts";

/** What is carried: text that is no value. */
export const CARGO = "cargo of the trial\n";

/** Puts the cargo into the working folder of the job. */
export async function putCargo({ sandbox }: Stage): Promise<void> {
  await writeFile(join(sandbox.work, "cargo.txt"), CARGO);
}

/** Claims that the cargo has arrived in a folder of the server. */
export async function arrived(folder: string | undefined, name = "cargo.txt"): Promise<void> {
  const text = folder === undefined ? "" : await readFile(join(folder, name), "utf8").catch(() => "");
  claim(text === CARGO, `${name} has not arrived`);
}

/** Claims that some file below a folder holds the cargo. */
export async function holdsCargo(folder: string | undefined): Promise<void> {
  const names = folder === undefined ? [] : await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of names) {
    if (entry.isFile() && (await readFile(join(entry.parentPath, entry.name), "utf8")).includes(CARGO.trim())) return;
  }
  claim(false, "no file holds the cargo");
}
