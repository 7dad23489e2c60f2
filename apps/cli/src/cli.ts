import { isKeyferryError } from "@keyferry/core/delivery";
import { CommanderError } from "commander";
import { CANCELLED } from "./interrupts.ts";
import { Invocation } from "./invocation.ts";
import { writeFailures } from "./output/failures.ts";
import { buildProgram } from "./program.ts";
import { usageFailure } from "./usage-message.ts";
import type { World } from "./world.ts";

/** Runs one command line (without the interpreter and the script) and gives its exit code. Never throws. */
export async function runCli(argv: readonly string[], world: World): Promise<number> {
  const invocation = new Invocation(world);
  try {
    const words = helpLast(argv);
    await buildProgram(invocation, words[0]).parseAsync(words, { from: "user" });
  } catch (thrown) {
    report(thrown, invocation);
  } finally {
    await invocation.close();
  }
  if (invocation.exitCode === 0) await reportOutput(invocation);
  return invocation.exitCode;
}

/** `help connection create` is `connection create --help`: the command's module is loaded on the same way. */
function helpLast(argv: readonly string[]): string[] {
  return argv[0] === "help" ? [...argv.slice(1), "--help"] : [...argv];
}

function report(thrown: unknown, invocation: Invocation): void {
  const { stderr, interrupts } = invocation.world;
  if (interrupts.exitCode !== undefined) {
    stderr.write(CANCELLED);
    interrupts.told = true;
    invocation.exitCode = interrupts.exitCode;
  } else if (thrown instanceof CommanderError) {
    reportUsage(thrown, invocation);
  } else if (isKeyferryError(thrown)) {
    writeFailures(stderr, thrown.failures);
    invocation.fail(thrown.failures);
  } else {
    // Its text may hold anything, a value included.
    const failure = { code: "internal", message: "Keyferry failed in a way that it did not foresee" } as const;
    writeFailures(stderr, [failure]);
    invocation.fail([failure]);
  }
}

/** A listing or an export that was cut off is no success, though nothing else went wrong. */
async function reportOutput(invocation: Invocation): Promise<void> {
  const fault = await invocation.world.stdout.fault?.();
  if (fault === undefined) return;
  const message = `what this command prints could not be written (${fault})`;
  const failure = { code: "usage", message, hint: "make room where it goes" } as const;
  writeFailures(invocation.world.stderr, [failure]);
  invocation.fail([failure]);
}

/** Help that was asked for ends well; help in place of a command, and any mistake, is a usage error. */
function reportUsage(error: CommanderError, invocation: Invocation): void {
  if (error.exitCode === 0) return;
  invocation.fail([{ code: "usage" }]);
  if (error.code !== "commander.help") writeFailures(invocation.world.stderr, [usageFailure(error)]);
}
