import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 100;
const PATIENCE_MS = 300_000;
const GRACE_MS = 10_000;
/** Of its log an error tells so much, in characters. */
const TOLD = 2_000;

export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** The server's whole environment besides PATH. */
  readonly env?: Readonly<Record<string, string>>;
  readonly log: string;
  /** Asks the server whether it is there; a failure counts as no. */
  readonly answers: () => Promise<boolean>;
}

/** Starts a server and waits until it answers. The function that it resolves with ends it, by its own pid. */
export async function startProcess(server: ServerCommand): Promise<() => Promise<void>> {
  const log = openSync(server.log, "a");
  const child = spawn(server.command, server.args, {
    env: { PATH: process.env.PATH ?? "", ...server.env },
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  // Whatever way this process ends, no server stays.
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  child.once("close", () => process.removeListener("exit", kill));
  let failure: string | undefined;
  child.once("error", () => {
    failure = `${server.command} cannot be started`;
  });
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await server.answers().catch(() => false))) {
    if (hasEnded(child)) failure ??= `${server.command} ended with ${child.signalCode ?? child.exitCode}`;
    else if (performance.now() > deadline) failure ??= `${server.command} did not answer in ${PATIENCE_MS / 1000} s`;
    if (failure !== undefined) {
      await end(child);
      throw new Error(
        `${failure}, see ${server.log}, which ends with: ${readFileSync(server.log, "utf8").slice(-TOLD)}`,
      );
    }
    await sleep(POLL_MS);
  }
  return () => end(child);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || hasEnded(child)) return;
  const ended = once(child, "close");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
  await ended;
  clearTimeout(timer);
}
