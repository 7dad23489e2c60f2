import { ASKPASS_PROMPTS, type Delivery } from "./delivery.ts";
import { type Failure, KeyferryError } from "./failure.ts";

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Variables that change how a program starts, rather than what it knows: a secret in one of them is at best a mistake,
 * and a person who can name a secret could otherwise run code in the job.
 */
const STEERING =
  /^(LD_.*|DYLD_.*|PATH|IFS|ENV|BASH_ENV|SHELLOPTS|PROMPT_COMMAND|NODE_OPTIONS|NODE_PATH|PERL5.*|PYTHON.*|RUBYOPT|RUBYLIB|JAVA_TOOL_OPTIONS|GIT_SSH.*|PATHEXT|COMSPEC)$/i;

/** Below are standard input, output and error; above, some programs close what they inherit. */
const DESCRIPTORS = { least: 3, most: 63 };

/** Reads a delivery as a person writes it. Throws `KeyferryError` (`delivery`) with the way to write it right. */
export function parseDelivery(text: string, setting?: string): Delivery {
  const colon = text.indexOf(":");
  const kind = colon < 0 ? text : text.slice(0, colon);
  const target = colon < 0 ? undefined : text.slice(colon + 1);
  const refuse = (message: string, hint: string): never => {
    const failure: Failure = { code: "delivery", message, hint };
    throw new KeyferryError(setting === undefined ? failure : { ...failure, where: setting, setting });
  };
  switch (kind) {
    case "env":
    case "pipe":
    case "command":
    case "memory-file":
      return { kind, variable: deliveryVariable(target ?? "", setting) };
    case "stdin":
      if (target === undefined) return { kind };
      return refuse("stdin takes nothing behind a colon", "write stdin");
    case "rclone-config":
      if (target === undefined) return { kind };
      return refuse("rclone-config takes nothing behind a colon", "write rclone-config");
    case "fd":
      return { kind, descriptor: descriptorOf(target) ?? refuse(`fd takes a number from 3 to 63`, "write fd:3") };
    case "ssh-agent":
      if (target === undefined) return { kind };
      if (target === "passphrase") return { kind, role: target };
      return refuse("ssh-agent takes a private key, or its passphrase", "write ssh-agent or ssh-agent:passphrase");
    case "askpass": {
      if (target === undefined) return { kind };
      const prompt = ASKPASS_PROMPTS.find((each) => each === target);
      if (prompt !== undefined) return { kind, prompt };
      return refuse("askpass answers any question, or one kind of it", `write askpass, or ${askpassForms()}`);
    }
    default:
      return refuse(
        `there is no delivery ${JSON.stringify(kind)}`,
        "write env:NAME, stdin, fd:N, pipe:NAME, ssh-agent, askpass, command:NAME, memory-file:NAME or rclone-config",
      );
  }
}

/** The delivery of a text that is no secret by a variable of any name. Throws `KeyferryError` (`delivery`). */
export function literalDelivery(name: string): Delivery {
  if (!VARIABLE.test(name)) throw badName(name, name);
  return { kind: "env", variable: name };
}

/** Checks the name of a variable that carries a secret, or leads to one. Throws `KeyferryError` (`delivery`). */
function deliveryVariable(name: string, setting?: string): string {
  if (!VARIABLE.test(name)) throw badName(name, setting);
  if (STEERING.test(name)) {
    throw new KeyferryError({
      code: "delivery",
      message: `the variable ${name} steers how programs start, so no secret is put into it`,
      hint: "choose a variable that the program reads its secret from",
      ...whereOf(setting),
    });
  }
  return name;
}

function badName(name: string, setting?: string): KeyferryError {
  return new KeyferryError({
    code: "delivery",
    message: `${JSON.stringify(name)} cannot name an environment variable`,
    hint: "use letters, digits and underscores, not a digit first: env:NAS_PASSWORD",
    ...whereOf(setting),
  });
}

function whereOf(setting: string | undefined): Pick<Failure, "where" | "setting"> {
  return setting === undefined ? {} : { where: setting, setting };
}

function descriptorOf(text = ""): number | undefined {
  const number = /^[1-9]\d?$/.test(text) ? Number(text) : 0;
  return number >= DESCRIPTORS.least && number <= DESCRIPTORS.most ? number : undefined;
}

function askpassForms(): string {
  return ASKPASS_PROMPTS.map((prompt) => `askpass:${prompt}`).join(", ");
}
