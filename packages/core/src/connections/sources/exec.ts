import { isAbsolute } from "node:path";
import { isPlainLine } from "../../plugins/safe-text.ts";
import { MAX_CREDENTIAL_BYTES, sealText } from "./credential-text.ts";
import type { SourceReader } from "./reader.ts";
import type { ProgramEnd } from "./run-program.ts";
import { failed, type ReadContext, type SourceKind, type SourceReading } from "./source.ts";

const LIMITS = { maxBytes: MAX_CREDENTIAL_BYTES, ms: 10_000 };
const MAX_ARGS = 64;
const MAX_CHARS = 8_192;

/**
 * `exec:["/absolute/program","argument"]`: what a program writes to standard output. No shell, a minimal environment,
 * 10 seconds, 64 KiB; its standard error is discarded.
 */
export const execSource: SourceKind = {
  kind: "exec",
  form: 'exec:["/absolute/program","argument"]',
  parse(rest) {
    const command = readCommand(rest);
    if (command === undefined) return undefined;
    const [program, ...args] = command;
    return { read: (reader, context) => runHelper(program, args, reader, context) };
  },
};

function readCommand(text: string): [string, ...string[]] | undefined {
  if (text.length > MAX_CHARS) return undefined;
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return undefined; // the parser's own error quotes the text
  }
  if (!Array.isArray(given) || given.length > MAX_ARGS) return undefined;
  const words = given.filter((word) => typeof word === "string" && word.isWellFormed() && !word.includes("\0"));
  const [program, ...args] = words as string[];
  if (program === undefined || words.length !== given.length) return undefined;
  // A relative path would be looked up in the working folder, where a cloned repository could plant it.
  if (!isAbsolute(program) || !isPlainLine(program)) return undefined;
  return [program, ...args];
}

async function runHelper(
  program: string,
  args: readonly string[],
  reader: SourceReader,
  { signal }: ReadContext,
): Promise<SourceReading> {
  const unfit = await programFailure(program, reader);
  if (unfit) return unfit;
  const end = await reader.run(program, args, { ...LIMITS, signal });
  return "bytes" in end ? sealText(end.bytes, `the output of ${program}`) : endFailure(program, end);
}

/** Whoever can change the program can choose what runs here. */
async function programFailure(program: string, { stat, euid }: SourceReader): Promise<SourceReading | undefined> {
  const found = await stat(program).catch(() => undefined);
  if (!found) return missing(program);
  if (!found.isFile()) return failed("settings", `${program} is not a file`, "name the program itself");
  if (euid === undefined) return undefined;
  if (found.uid !== euid && found.uid !== 0) {
    return failed("settings", `the program ${program} belongs to another user`, "name a program of yours or root's");
  }
  if ((found.mode & 0o022) === 0) return undefined;
  return failed("settings", `other users can change the program ${program}`, `run: chmod go-w ${program}`);
}

function endFailure(program: string, end: Exclude<ProgramEnd, { bytes: Buffer }>): SourceReading {
  const alone = "run it by hand to see why: what it says is not shown here";
  if ("started" in end) {
    return end.reason === "missing"
      ? missing(program)
      : failed("unauthenticated", `the program ${program} cannot be started`, "check its rights and its first line");
  }
  if ("code" in end) {
    const how = end.code === undefined ? "was ended by a signal" : `ended with ${end.code}`;
    return failed("unauthenticated", `the program ${program} ${how}`, alone);
  }
  if (end.unread === "cancelled") return failed("cancelled", `${program} was cancelled`, "start it again");
  if (end.unread === "long") {
    return failed("settings", `the program ${program} writes more than 64 KiB`, "let it write the credential alone");
  }
  if (end.unread === "slow") return failed("unauthenticated", `the program ${program} took longer than 10 s`, alone);
  return failed("unauthenticated", `the output of ${program} cannot be read`, alone);
}

function missing(program: string): SourceReading {
  return failed("unauthenticated", `there is no program ${program}`, "install it, or give the login another source");
}
