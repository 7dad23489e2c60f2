type Printer = Record<string, (...given: unknown[]) => unknown>;

const LEVELS = ["debug", "error", "info", "log", "trace", "warn"] as const;

/** Test runners give the console a way of its own, past the streams. It is looked up, since nothing here prints by it. */
function consoleOf(): Printer {
  return Reflect.get(globalThis, "console") as unknown as Printer;
}

/** What this process prints while `run` runs. It is kept from the terminal. */
export async function captureOutput(run: () => Promise<void>): Promise<string> {
  const pieces: string[] = [];
  const streams = [process.stdout, process.stderr];
  const writes = streams.map((stream) => stream.write);
  const keep = (piece: string | Uint8Array, ...rest: unknown[]): boolean => {
    pieces.push(typeof piece === "string" ? piece : Buffer.from(piece).toString("utf8"));
    const done = rest.findLast((one) => typeof one === "function");
    if (typeof done === "function") done();
    return true;
  };
  const printer = consoleOf();
  const printing = LEVELS.map((level) => printer[level]);
  for (const stream of streams) stream.write = keep;
  for (const level of LEVELS) printer[level] = (...given) => void pieces.push(given.map(String).join(" "));
  try {
    await run();
  } finally {
    for (const [index, stream] of streams.entries()) stream.write = writes[index] ?? stream.write;
    for (const [index, level] of LEVELS.entries()) printer[level] = printing[index] ?? (() => undefined);
  }
  return pieces.join("");
}
