import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { ConformanceCase } from "../conformance-case.ts";
import { ConformanceError, ensure } from "../conformance-error.ts";

const CONTRACT = "@keyferry/core/provider";
const MARK = "keyferry-testkit:";

/** Imports a module in a process of its own, and gives what it asked for by a package's name, and all it printed. */
const PROGRAM = `
import { isBuiltin, registerHooks } from "node:module";
const asked = new Set();
registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    if (!isBuiltin(specifier) && !/^([./]|file:|data:)/.test(specifier)) asked.add(specifier);
    return found;
  },
});
const module = await import(process.env.KEYFERRY_TESTKIT_ENTRY);
process.stdout.write(${JSON.stringify(MARK)} + JSON.stringify({ asked: [...asked], kind: module.default?.kind ?? null }));`;

async function importAlone(entry: string): Promise<{ readonly stdout: string; readonly stderr: string }> {
  try {
    return await promisify(execFile)(process.execPath, ["--no-warnings", "--input-type=module", "--eval", PROGRAM], {
      env: { KEYFERRY_TESTKIT_ENTRY: entry },
      maxBuffer: 16 * 1024 * 1024,
      timeout: 10_000,
    });
  } catch {
    throw new ConformanceError("importing the entry fails, or its process does not end by itself within 10 s");
  }
}

export const loadCases: readonly ConformanceCase[] = [
  {
    id: "load/lazy",
    title: "importing it loads no package but the contract: the SDK comes with open()",
    run: async ({ harness }) => {
      const { stdout } = await importAlone(harness.entry);
      const { asked, kind } = JSON.parse(stdout.slice(stdout.indexOf(MARK) + MARK.length)) as {
        readonly asked: readonly string[];
        readonly kind: string | null;
      };
      ensure(kind === "keyferry.provider", "the entry's default export is no provider");
      const others = asked.filter((specifier) => specifier !== CONTRACT);
      ensure(others.length === 0, `importing the entry loads ${others.join(", ")}`);
    },
  },
  {
    id: "load/quiet",
    title: "importing it prints nothing, and keeps no process alive",
    run: async ({ harness }) => {
      const { stdout, stderr } = await importAlone(harness.entry);
      ensure(stdout.startsWith(MARK) && stderr === "", "importing the entry prints");
    },
  },
];
