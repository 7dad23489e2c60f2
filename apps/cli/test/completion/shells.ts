import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startTerminal, type Terminal } from "@keyferry/test-harness/terminal";
import type { Ground } from "../terminal/ground.ts";

const MAIN = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

/** Puts a program `keyferry` into a folder, which starts the command line from the checkout. */
function install(folder: string): string {
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  const start = `exec '${process.execPath}' --disable-warning=ExperimentalWarning '${MAIN}' "$@"`;
  writeFileSync(join(bin, "keyferry"), `#!/bin/sh\n${start}\n`, { mode: 0o755 });
  return bin;
}

/** A shell with none of its start files, and `keyferry` on its PATH. */
export function startShell(ground: Ground, program: string, args: readonly string[], env = {}): Terminal {
  const path = `${install(ground.folder)}:${ground.env.PATH}`;
  return startTerminal({
    program,
    args,
    cwd: ground.folder,
    columns: 120,
    env: { ...ground.env, PATH: path, PS1: "$ ", LANG: "C.UTF-8", LC_ALL: "C.UTF-8", INPUTRC: "/dev/null", ...env },
  });
}
