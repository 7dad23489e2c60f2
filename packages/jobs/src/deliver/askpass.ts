import type { AskpassPrompt, Delivery } from "@keyferry/core/delivery";
import type { Answer } from "./broker.ts";
import { oneLineFault } from "./faults.ts";
import { answerOnce } from "./once.ts";
import { variableClaim } from "./variable.ts";
import type { Delivered, Way } from "./way.ts";

type AskpassDelivery = Extract<Delivery, { kind: "askpass" }>;

/**
 * What ssh, git and sudo call their helper by: `SSH_ASKPASS_REQUIRE=force` has ssh use it on a terminal too, and without a display
 * (https://man.openbsd.org/ssh.1#ENVIRONMENT; https://git-scm.com/docs/gitcredentials; `sudo -A`,
 * https://www.sudo.ws/docs/man/sudo.man/).
 */
const HELPERS = ["SSH_ASKPASS", "GIT_ASKPASS", "SUDO_ASKPASS"] as const;
const FORCE = "SSH_ASKPASS_REQUIRE";

/** ssh asks its helper about unknown host keys too: no value is an answer to that. */
const CONFIRMATION = /\(yes\/no|'yes'/i;

/**
 * `askpass`: the helper that a program calls in place of a prompt. One helper answers for all; each value is given once, so a program that
 * asks again after a failed login is told no.
 */
export const askpassWay: Way<AskpassDelivery> = {
  exposure:
    "The helper's path, in the program's environment. It answers each question once; on Linux only to the program and its children, elsewhere to any process of the user that is first.",
  hasPlace: true,
  subject: () => "the value for askpass",
  claims: ({ prompt }, platform) => [
    { what: prompt === undefined ? "askpass" : `askpass:${prompt}` },
    ...[...HELPERS, FORCE].map((name) => variableClaim(name, platform, "askpass")),
  ],
  fault: oneLineFault,

  async prepare(payloads, ground) {
    const answer = answerPrompts(payloads);
    const place = await (await ground.broker()).helper({ answer, asker: ground.job });
    const variables = { ...Object.fromEntries(HELPERS.map((name) => [name, place])), [FORCE]: "force" };
    return payloads.map(() => ({ variables, place }));
  },
};

function answerPrompts(payloads: readonly Delivered<AskpassDelivery>[]): (prompt: string) => Answer {
  const answers = new Map(payloads.map(({ delivery, opened }) => [delivery.prompt, answerOnce(opened.bytes)]));
  return (prompt) => {
    if (CONFIRMATION.test(prompt)) return { refused: "the program asks for a confirmation, which is yours to give" };
    const answer = answers.get(kindOf(prompt)) ?? answers.get(undefined);
    return answer?.() ?? { refused: `no value answers "${kindOf(prompt)}"` };
  };
}

/** `Username for 'https://host': ` of git, `Enter passphrase for key …` of ssh; anything else is a password. */
function kindOf(prompt: string): AskpassPrompt {
  if (/^\W*(username|user name|login)\b/i.test(prompt)) return "username";
  return /passphrase/i.test(prompt) ? "passphrase" : "password";
}
