import { isUtf8 } from "node:buffer";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Finding } from "./finding.ts";
import type { LeakScanner } from "./scanner.ts";

/** A kind of place where a value can end up. */
interface Sink {
  /** Whether it can hold these bytes at all. */
  readonly holds: (planted: Buffer) => boolean;
  /** Puts them there, has that searched, and takes them away. */
  readonly leak: (scanner: LeakScanner, planted: Buffer) => Finding[] | Promise<Finding[]>;
}

/** Bytes as a program would hold them in a string. */
const asText = (planted: Buffer): string => planted.toString(isUtf8(planted) ? "utf8" : "latin1");

const anything = (): boolean => true;
const withoutNul = (planted: Buffer): boolean => !planted.includes(0);
const onLinux = (planted: Buffer): boolean => process.platform === "linux" && withoutNul(planted);
const asFileName = (planted: Buffer): boolean =>
  process.platform !== "win32" && withoutNul(planted) && !planted.includes("/") && planted.length <= 255;
const asLinkTarget = (planted: Buffer): boolean => process.platform !== "win32" && withoutNul(planted);

export const sinks: Readonly<Record<string, Sink>> = {
  text: { holds: anything, leak: (scanner, planted) => scanner.scanText(asText(planted), "text") },
  bytes: { holds: anything, leak: (scanner, planted) => scanner.scanBytes(planted, "bytes") },
  "file content": { holds: anything, leak: inFolder((folder, planted) => writeFile(join(folder, "log"), planted)) },
  "file name": { holds: asFileName, leak: inFolder((folder, planted) => writeFile(join(folder, asText(planted)), "")) },
  "link target": {
    holds: asLinkTarget,
    leak: inFolder((folder, planted) => symlink(asText(planted), join(folder, "link"))),
  },
  "process arguments": { holds: onLinux, leak: (scanner, planted) => inProcess(scanner, [asText(planted)], {}) },
  "process environment": {
    holds: onLinux,
    leak: (scanner, planted) => inProcess(scanner, [], { PLANTED: asText(planted) }),
  },
  "buffer in an object": inObject((planted) => ({ inner: [planted] })),
  "hidden member": inObject((planted) =>
    Object.defineProperty({}, "hidden", { value: asText(planted), enumerable: false }),
  ),
  "symbol member": inObject((planted) => ({ [Symbol("s")]: asText(planted) })),
  "member's name": inObject((planted) => ({ [asText(planted)]: 1 })),
  getter: inObject((planted) => Object.defineProperty({}, "lazy", { get: () => asText(planted), enumerable: false })),
  "getter of a prototype": inObject((planted) =>
    Object.create(Object.defineProperty({}, "lazy", { get: () => asText(planted) })),
  ),
  "map entry": inObject((planted) => new Map([["key", new Set([asText(planted)])]])),
  "error message": inObject((planted) => new Error(asText(planted))),
  "error cause": inObject((planted) => new Error("x", { cause: { headers: { authorization: asText(planted) } } })),
  "error of several": inObject((planted) => new AggregateError([new Error(asText(planted))])),
  closure: inObject((planted) => Object.assign(() => undefined, { config: asText(planted) })),
};

function inObject(make: (planted: Buffer) => object): Sink {
  return { holds: anything, leak: (scanner, planted) => scanner.scanObject(make(planted), "object") };
}

function inFolder(plant: (folder: string, planted: Buffer) => Promise<void>): Sink["leak"] {
  return async (scanner, planted) => {
    const folder = await mkdtemp(join(tmpdir(), "keyferry-control-"));
    try {
      await plant(folder, planted);
      return await scanner.scanDirectory(folder);
    } finally {
      await rm(folder, { recursive: true });
    }
  };
}

/** A process that waits until its standard input ends. */
async function inProcess(
  scanner: LeakScanner,
  args: readonly string[],
  env: Record<string, string>,
): Promise<Finding[]> {
  const child = spawn("/bin/sh", ["-c", "read line", "sh", ...args], { env, stdio: ["pipe", "ignore", "ignore"] });
  const ended = once(child, "exit");
  await once(child, "spawn");
  try {
    return await scanner.scanProcess(child.pid ?? 0);
  } finally {
    child.stdin.end();
    await ended;
  }
}
