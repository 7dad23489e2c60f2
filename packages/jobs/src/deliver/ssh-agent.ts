import type { Delivery } from "@keyferry/core/delivery";
import { loadKey } from "./agent/load-key.ts";
import { startAgent } from "./agent/start-agent.ts";
import { NO_NUL, oneLineFault } from "./faults.ts";
import { variableClaim } from "./variable.ts";
import type { Prepared, Way } from "./way.ts";

const SOCKET = "SSH_AUTH_SOCK";
/** By which `ssh-agent -k` finds whom to end: an inherited one would be the person's own agent. */
const PID = "SSH_AGENT_PID";

/**
 * `ssh-agent`: the job's own agent, OpenSSH's, holds the keys and signs for the job; the program never sees a key, and no disk does. With
 * `ssh-agent:passphrase` a key that has a passphrase is opened; each key is tried with each.
 */
export const sshAgentWay: Way<Extract<Delivery, { kind: "ssh-agent" }>> = {
  exposure:
    "The agent's socket, in the program's environment: while the program runs, whoever can open it can sign with the key, and cannot read it. The agent ends with the program, and with Keyferry.",
  hasPlace: true,
  subject: ({ role }) => (role === "passphrase" ? "the passphrase of a private key" : "the private key for the agent"),
  claims: (_delivery, platform) => [
    variableClaim(SOCKET, platform, "ssh-agent"),
    variableClaim(PID, platform, "ssh-agent"),
  ],
  fault(opened, { role }) {
    if (role === "passphrase") return oneLineFault(opened);
    // An empty key, as where a run is only explained, is left to ssh-add.
    return opened.bytes.includes(0) ? NO_NUL : undefined;
  },

  async prepare(payloads, ground) {
    const agent = await startAgent(ground);
    const end = () => agent.end();
    try {
      const passphrases = payloads.filter(({ delivery }) => delivery.role === "passphrase");
      for (const key of payloads.filter(({ delivery }) => delivery.role === undefined)) {
        await loadKey(key, passphrases, agent.socket, ground);
      }
    } catch (error) {
      await agent.end();
      throw error;
    }
    const shared: Prepared = { variables: { [SOCKET]: agent.socket, [PID]: String(agent.pid) }, place: agent.socket };
    return payloads.map((_payload, at) => (at === 0 ? { ...shared, end } : shared));
  },
};
