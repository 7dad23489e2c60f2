import { KeyferryError } from "./failure.ts";

/** How a value reaches a program. Written `env:NAME`; the union grows with the deliveries that `@keyferry/jobs` knows. */
export type Delivery = { readonly kind: "env"; readonly variable: string };

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Variables that change how a program starts, rather than what it knows: a secret in one of them is at best a mistake,
 * and a person who can name a secret could otherwise run code in the job.
 */
const STEERING =
  /^(LD_.*|DYLD_.*|PATH|IFS|ENV|BASH_ENV|SHELLOPTS|PROMPT_COMMAND|NODE_OPTIONS|NODE_PATH|PERL5.*|PYTHON.*|RUBYOPT|RUBYLIB|JAVA_TOOL_OPTIONS|GIT_SSH.*|PATHEXT|COMSPEC)$/i;

/** Reads a delivery as a person writes it. Throws `KeyferryError` (`delivery`) with the way to write it right. */
export function parseDelivery(text: string, setting?: string): Delivery {
  const where = setting === undefined ? {} : { where: setting, setting };
  const colon = text.indexOf(":");
  const kind = colon < 0 ? text : text.slice(0, colon);
  const target = colon < 0 ? "" : text.slice(colon + 1);
  if (kind !== "env") {
    throw new KeyferryError({
      code: "delivery",
      message: `there is no delivery ${JSON.stringify(kind)}`,
      hint: "write env:NAME for an environment variable of the program",
      ...where,
    });
  }
  if (!VARIABLE.test(target)) {
    throw new KeyferryError({
      code: "delivery",
      message: `${JSON.stringify(target)} cannot name an environment variable`,
      hint: "use letters, digits and underscores, not a digit first: env:NAS_PASSWORD",
      ...where,
    });
  }
  if (STEERING.test(target)) {
    throw new KeyferryError({
      code: "delivery",
      message: `the variable ${target} steers how programs start, so no secret is put into it`,
      hint: "choose a variable that the program reads its secret from",
      ...where,
    });
  }
  return { kind: "env", variable: target };
}

/** A delivery as a person writes it: the inverse of {@link parseDelivery}. */
export function formatDelivery(delivery: Delivery): string {
  return `${delivery.kind}:${delivery.variable}`;
}
