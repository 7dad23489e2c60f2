import { constants } from "node:fs";
import { type FileHandle, open, statfs } from "node:fs/promises";
import { type Delivery, KeyferryError } from "@keyferry/core/delivery";
import { pathVariable, variableClaim } from "./variable.ts";
import type { Delivered, Prepared, Way } from "./way.ts";

type MemoryFileDelivery = Extract<Delivery, { kind: "memory-file" }>;

/** Where Linux keeps shared memory (shm_overview(7)). */
const FOLDER = "/dev/shm";

/** What statfs(2) calls tmpfs and ramfs. */
const IN_MEMORY = new Set([0x01021994, 0x858458f6]);

/** `O_TMPFILE` of open(2), which Node's constants leave out: an inode without a name. */
const O_TMPFILE = 0o20000000 | constants.O_DIRECTORY;

/**
 * `memory-file:VARIABLE`: for programs that read their file twice, or seek in it. The last resort, since it stays readable for as
 * long as the job runs; it never has a name. It may be swapped out, as the memory of any program may.
 */
export const memoryFileWay: Way<MemoryFileDelivery> = {
  exposure:
    "The whole value, for as long as the program runs, by `/proc/PID/fd` of Keyferry; the path is in the program's environment. The file has no name, and ends with Keyferry, however that ends.",
  hasPlace: true,
  subject: ({ variable }) => `the value for the file${variable === undefined ? "" : ` ${variable}`}`,
  claims: ({ variable }, platform) => (variable === undefined ? [] : [variableClaim(variable, platform)]),
  fault: () => undefined,
  prepare: (payloads) => Promise.all(payloads.map(prepareFile)),
};

async function prepareFile({ delivery, opened }: Delivered<MemoryFileDelivery>): Promise<Prepared> {
  const { place, end } = await keepInMemory(opened.bytes);
  return { ...pathVariable(delivery.variable, place), place, end };
}

/** A file without a name that holds these bytes, until it is ended. Throws `KeyferryError` (`delivery`). */
export async function keepInMemory(bytes: Uint8Array): Promise<{ readonly place: string; end(): Promise<void> }> {
  const file = await makeFile();
  try {
    await file.writeFile(bytes);
  } catch (error) {
    await file.close();
    throw refused(`the memory-backed storage ${FOLDER} took no more (${codeOf(error)})`, "make room in it");
  }
  // By our own /proc entry, and not by /dev/fd: it holds for programs that close what they inherit, and for their children.
  const place = `/proc/${process.pid}/fd/${file.fd}`;
  return { place, end: () => file.close() };
}

async function makeFile(): Promise<FileHandle> {
  const storage = await statfs(FOLDER).catch(() => undefined);
  if (storage === undefined || !IN_MEMORY.has(storage.type)) {
    throw refused(
      `${FOLDER} is no memory-backed storage here, and values are not written to disks`,
      "choose another way",
    );
  }
  try {
    return await open(FOLDER, constants.O_RDWR | O_TMPFILE, 0o600);
  } catch (error) {
    throw refused(`no file could be made in ${FOLDER} (${codeOf(error)})`, "choose another way");
  }
}

function refused(message: string, hint: string): KeyferryError {
  return new KeyferryError({ code: "delivery", message, hint });
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
