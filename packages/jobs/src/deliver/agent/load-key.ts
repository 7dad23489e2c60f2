import { spawn } from "node:child_process";
import { type Delivery, KeyferryError } from "@keyferry/core/delivery";
import type { Ground } from "../ground.ts";
import type { Delivered } from "../way.ts";

type AgentDelivered = Delivered<Extract<Delivery, { kind: "ssh-agent" }>>;

const NEWLINE = Buffer.from("\n");

/**
 * Gives a key to an agent by ssh-add's standard input (https://man.openbsd.org/ssh-add.1: `-` reads it there), its passphrase by an askpass
 * helper. Throws `KeyferryError` (`value`): ssh-add's own words are not passed on.
 */
export async function loadKey(
  key: AgentDelivered,
  passphrases: readonly AgentDelivered[],
  socket: string,
  ground: Ground,
): Promise<void> {
  let child: ReturnType<typeof spawn> | undefined;
  const left = passphrases.map(({ opened }) => opened.bytes);
  const helper = await (await ground.broker()).helper({
    answer: () => left.shift() ?? { refused: "no passphrase opens this key" },
    asker: () => child?.pid,
  });
  const env = {
    PATH: ground.environment.PATH,
    SSH_AUTH_SOCK: socket,
    SSH_ASKPASS: helper,
    SSH_ASKPASS_REQUIRE: "force",
  };
  child = spawn("ssh-add", ["-q", "-"], { env, stdio: ["pipe", "ignore", "ignore"] });
  const code = await new Promise<number | null>((resolve) => {
    child.once("error", () => resolve(null));
    child.once("exit", resolve);
    child.stdin?.on("error", () => undefined);
    // OpenSSH takes no key whose last line has no end, and managers and editors like to cut it off.
    child.stdin?.end(key.opened.bytes.at(-1) === 0x0a ? key.opened.bytes : Buffer.concat([key.opened.bytes, NEWLINE]));
  });
  if (code === 0) return;
  throw new KeyferryError({
    code: code === null ? "delivery" : "value",
    message: code === null ? "ssh-add could not be started" : "ssh-add does not take the private key",
    hint:
      passphrases.length > 0
        ? "check that it is a whole private key, and that its passphrase is the right one"
        : "check that it is a whole private key; if it has a passphrase, deliver that by ssh-agent:passphrase",
    where: key.id,
    setting: key.id,
  });
}
