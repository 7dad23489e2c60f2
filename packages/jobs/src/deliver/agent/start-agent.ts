import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { KeyferryError } from "@keyferry/core/delivery";
import { hasEnded } from "../../platform/descendants.ts";
import type { Ground } from "../ground.ts";

/** An agent of one job. */
export interface Agent {
  readonly socket: string;
  readonly pid: number;
  /** Ends it and waits for that. */
  end(): Promise<void>;
}

/**
 * Runs under the agent, which ends when this does (https://man.openbsd.org/ssh-agent.1: "ssh-agent command" exits with its
 * command), though only ten seconds later: so it ends the agent itself. It lives on standard input, which the kernel closes however we die.
 */
const KEEPER = 'echo "$SSH_AGENT_PID"; read -r _; kill "$SSH_AGENT_PID"';

/** An agent that does not answer in this time does not work, in milliseconds. */
const START_MS = 10_000;

/** Starts OpenSSH's agent on a socket in the job's private folder. Throws `KeyferryError` (`delivery`). */
export async function startAgent(ground: Ground): Promise<Agent> {
  const socket = path.join(await ground.folder(), "agent");
  const env = { PATH: ground.environment.PATH };
  // In a session of its own: Ctrl-C on a terminal is the job's, and must not end the agent before the job.
  const keeper = spawn("ssh-agent", ["-a", socket, "/bin/sh", "-c", KEEPER], {
    env,
    stdio: ["pipe", "pipe", "ignore"],
    detached: true,
  });
  keeper.stdin.on("error", () => keeper.stdin.destroy());
  const exited = new Promise<void>((resolve) => {
    keeper.once("exit", () => resolve());
    keeper.once("error", () => resolve());
  });
  const pid = await agentPid(keeper, exited);
  if (pid === undefined) {
    keeper.stdin.destroy();
    throw new KeyferryError({
      code: "delivery",
      message: "the SSH agent of the job could not be started",
      hint: "install OpenSSH's client (ssh-agent, ssh-add), or deliver the key another way",
    });
  }
  return {
    socket,
    pid,
    async end() {
      keeper.stdin.destroy();
      await exited;
      await ended(pid);
    },
  };
}

async function agentPid(keeper: ChildProcess, exited: Promise<void>): Promise<number | undefined> {
  if (!keeper.stdout) return undefined;
  const late = AbortSignal.timeout(START_MS);
  const line = once(keeper.stdout, "data", { signal: late }).then(
    ([data]) => Number.parseInt(String(data), 10),
    () => undefined,
  );
  const pid = await Promise.race([line, exited.then(() => undefined)]);
  return pid !== undefined && Number.isInteger(pid) && pid > 1 ? pid : undefined;
}

/** The agent is no child of ours, so that its end can only be looked for. */
async function ended(pid: number): Promise<void> {
  for (let tries = 0; tries < 100 && !hasEnded(pid); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
