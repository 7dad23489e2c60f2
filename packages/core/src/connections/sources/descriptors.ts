import { close, closeSync, createReadStream, fstatSync, readdirSync, type Stats, writeSync } from "node:fs";
import { Socket } from "node:net";
import { isatty } from "node:tty";
import { promisify } from "node:util";
import { type CollectLimits, collect, type Unread } from "./collect.ts";
import { sealText } from "./credential-text.ts";
import { failed, type SourceReading } from "./source.ts";

interface Taken {
  readonly owner: string;
  readonly reading: Promise<SourceReading>;
}

/**
 * The descriptors that this process was started with and that carry credentials. Each is read once, to its end, and
 * closed. What it gave stays with the field that asked first, so that a second attempt to log in has it.
 */
export class Descriptors {
  readonly #taken = new Map<number, Taken>();

  async take(fd: number, owner: string, limits: CollectLimits): Promise<SourceReading> {
    const taken = this.#taken.get(fd);
    if (taken?.owner === owner) return taken.reading;
    if (taken !== undefined) {
      return failed(
        "settings",
        `the descriptor ${fd} was read already, by ${taken.owner}: it can be read once`,
        "give each credential a descriptor of its own",
      );
    }
    const kind = kindOf(fd);
    if (typeof kind !== "string") return kind;
    if (kind === "pipe") closeDoubles(fd);
    const reading = readAll(fd, kind, limits);
    this.#taken.set(fd, { owner, reading });
    return reading;
  }

  /** Closes those of these descriptors that nobody has read, so that no job inherits them. Never throws. */
  close(fds: readonly number[]): void {
    for (const fd of new Set(fds)) {
      const kind = this.#taken.has(fd) ? undefined : kindOf(fd);
      if (typeof kind !== "string") continue;
      if (kind === "pipe") closeDoubles(fd);
      const reading = Promise.resolve(
        failed("settings", `the descriptor ${fd} was closed`, "name it in the connection"),
      );
      this.#taken.set(fd, { owner: "the job's start", reading });
      closeSync(fd);
    }
  }
}

/** Descriptors belong to the process, and so does the record of which were read. */
export const processDescriptors = new Descriptors();

/** For a host inside a program that has descriptors of its own. */
export const NO_DESCRIPTORS: Pick<Descriptors, "take" | "close"> = {
  take: async () => failed("unsupported", "this program takes no descriptors for logins", "use another source"),
  close() {},
};

/** The kind of a descriptor: a pipe or a file that we were started with. Anything else is refused, and left alone. */
function kindOf(fd: number): "pipe" | "file" | SourceReading {
  const hint = `pass the credential in, such as ${fd}< <(PROGRAM) or ${fd}<FILE in a shell`;
  if (process.platform === "win32") {
    return failed("unsupported", "programs inherit no descriptors on Windows", "give the login another source");
  }
  let stat: Stats;
  try {
    stat = fstatSync(fd);
  } catch {
    return failed("unauthenticated", `the descriptor ${fd} is not open`, hint);
  }
  if (isatty(fd)) return failed("settings", `the descriptor ${fd} is a terminal, where input would be shown`, hint);
  if (stat.isFile()) return "file";
  // Node has pipes of its own under low numbers, and both ends of each. Whoever passes a pipe in keeps the writing end.
  if (stat.isFIFO() && ![fd, ...sameAs(fd, stat)].some(writes)) return "pipe";
  return failed("unauthenticated", `the descriptor ${fd} is no pipe and no file that was passed in`, hint);
}

/** Other descriptors of ours that lead to the same pipe. */
function sameAs(fd: number, { dev, ino }: Stats): number[] {
  return readdirSync("/dev/fd").flatMap((name) => {
    const other = Number(name);
    if (other === fd || other < 3) return [];
    try {
      const stat = fstatSync(other);
      return stat.dev === dev && stat.ino === ino ? [other] : [];
    } catch {
      return []; // the listing's own descriptor is closed by now
    }
  });
}

/** A shell leaves its own descriptor of a pipe open beside the requested one, and a job would inherit it. */
function closeDoubles(fd: number): void {
  for (const other of sameAs(fd, fstatSync(fd))) closeSync(other);
}

/** Whether a descriptor is open for writing. Writing zero bytes has no effect, and fails if it is not. */
function writes(fd: number): boolean {
  try {
    writeSync(fd, new Uint8Array(0));
    return true;
  } catch {
    return false;
  }
}

async function readAll(fd: number, kind: "pipe" | "file", limits: CollectLimits): Promise<SourceReading> {
  // Reading a pipe must be able to stop before its writer does; a read in a thread could not.
  const stream =
    kind === "pipe"
      ? new Socket({ fd, readable: true, writable: false })
      : createReadStream("", { fd, autoClose: false, highWaterMark: 64 * 1024 });
  const read = await collect(stream, limits);
  if (kind === "file") await promisify(close)(fd).catch(() => undefined);
  const what = `the descriptor ${fd}`;
  return "bytes" in read ? sealText(read.bytes, what, limits.maxBytes) : unreadFailure(what, read.unread, limits);
}

function unreadFailure(what: string, unread: Unread, { maxBytes, ms }: CollectLimits): SourceReading {
  if (unread === "cancelled") return failed("cancelled", `the reading of ${what} was cancelled`, "start it again");
  if (unread === "long") {
    return failed("settings", `${what} gives more than ${maxBytes / 1024} KiB`, "pass the credential alone");
  }
  if (unread === "broken") return failed("unauthenticated", `${what} cannot be read`, "pass it open for reading");
  return failed("unauthenticated", `${what} did not end within ${ms / 1000} s`, "let its writer close it");
}
