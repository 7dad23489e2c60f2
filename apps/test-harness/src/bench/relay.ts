import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** A job whose output is relayed with so many secrets to look for. */
export interface RelayTask {
  readonly secrets: number;
  readonly program: string;
  readonly args: readonly string[];
}

/** What a relay took. */
export interface Relayed {
  readonly bytes: number;
  /** From the first byte to the end, in milliseconds. */
  readonly ms: number;
  /** The most memory that the process had. */
  readonly rssMiB: number;
  /** Between a line's own time stamp and its arrival, in milliseconds. */
  readonly delays: readonly number[];
}

const PROCESS = fileURLToPath(new URL("./relay-process.ts", import.meta.url));

/** A secret of 32 characters, the same in every process. */
export function benchValue(at: number): string {
  return createHash("sha256").update(`bench ${at}`).digest("base64").slice(0, 32);
}

/** Relays one job in a process of its own. */
export async function relay(task: RelayTask): Promise<Relayed> {
  const args = ["--disable-warning=ExperimentalWarning", PROCESS, JSON.stringify(task)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout);
}
