import { randomBytes } from "node:crypto";
import type { Delivery } from "@keyferry/core/delivery";
import { encryptConfig } from "../encode/rclone-encrypted.ts";
import { NO_NUL } from "./faults.ts";
import { keepInMemory } from "./memory-file.ts";
import { answerOnce } from "./once.ts";
import { variableClaim } from "./variable.ts";
import type { Way } from "./way.ts";

/** https://rclone.org/docs/#config-file and https://rclone.org/docs/#password-command-spaceseplist, as variables. */
const CONFIG = "RCLONE_CONFIG";
const COMMAND = "RCLONE_PASSWORD_COMMAND";

/**
 * `rclone-config`: a config file of rclone, which takes logins by that alone, or by its environment. The file is encrypted, as rclone
 * does it, with a key for this run, lies in memory-backed storage without a name, and its key comes by a command that answers once.
 */
export const rcloneConfigWay: Way<Extract<Delivery, { kind: "rclone-config" }>> = {
  exposure:
    "The paths of the encrypted file and of the command, in the program's environment. The file can be read as long as the program runs; its key is given once, on Linux only to the program and its children.",
  hasPlace: true,
  subject: () => "the value for rclone's config file",
  claims: (_delivery, platform) => [variableClaim(CONFIG, platform), variableClaim(COMMAND, platform)],
  fault: ({ bytes }) => (bytes.includes(0) ? NO_NUL : undefined),
  prepare: (payloads, ground) =>
    Promise.all(
      payloads.map(async ({ opened }) => {
        const key = randomBytes(32).toString("base64url");
        const command = await (await ground.broker()).helper({
          answer: answerOnce(Buffer.from(key)),
          asker: ground.job,
        });
        const { place, end } = await keepInMemory(await encryptConfig(opened.bytes, key));
        return { variables: { [CONFIG]: place, [COMMAND]: command }, place, end };
      }),
    ),
};
