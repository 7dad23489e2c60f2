#!/usr/bin/env node
import { keepCompiled } from "./compiled.ts";
import { tooOld } from "./node-version.ts";

const INTERNAL = 70;
const UNFIT = 78;

// Node opens its inspector at this signal unless somebody listens.
process.on("SIGUSR1", () => {});
// Node's own report of an uncaught error prints the error with all that hangs on it.
process.on("uncaughtException", giveUp);
process.on("unhandledRejection", giveUp);

function giveUp(): never {
  process.stderr.write("error: Keyferry failed in a way that it did not foresee (internal)\n");
  process.exit(INTERNAL);
}

// Else it fails somewhere in what it loads, in a way that says nothing.
const old = tooOld(process.versions.node);
if (old !== undefined) {
  process.stderr.write(old);
  process.exit(UNFIT);
}

const argv = process.argv.slice(2);
if (argv[0] === "--version") {
  // Nothing else is loaded for it, not even what an import of `node:fs` brings.
  const { readFileSync } = process.getBuiltinModule("node:fs");
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  process.stdout.write(`${version}\n`);
} else {
  // In the repository each test would fill a cache of its own.
  if (import.meta.url.endsWith(".js")) keepCompiled(process, argv[0]);
  const { begin } = await import("./begin.ts");
  const code = await begin(argv, process);
  // Something may still hold the process open (a socket, a listener): the command is over once its output is out.
  process.stdout.write("", () => process.stderr.write("", () => process.exit(code)));
}
