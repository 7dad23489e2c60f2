import { type Failure, type JobValue, openForDelivery } from "@keyferry/core/delivery";
import type { Environment, Platform } from "../platform/platform.ts";

/** Why a value cannot go through its variable, without quoting it; undefined if it can. */
export function environmentFault({ setting, delivery, value }: JobValue, platform: Platform): Failure | undefined {
  const { variable } = delivery;
  const fault = (code: "value" | "delivery", says: string, hint: string): Failure => ({
    code,
    message: `the value for the environment variable ${variable} ${says}`,
    hint,
    where: setting,
    setting,
  });
  const text = openText(value);
  if (text === undefined) {
    return fault("value", "is not text in UTF-8", "store it as text, encoded in base64 for example");
  }
  if (text.includes("\0")) return fault("value", "holds a NUL byte, which ends a variable", "store it without the NUL");
  const limit = platform.variableFault(variable, text);
  return limit === undefined ? undefined : fault("delivery", limit, "choose a secret with a shorter value");
}

/**
 * The environment of a child: the one place where values meet it. A value takes the place of a variable of its name. The
 * result is for the start of one program and is kept nowhere.
 */
export function openEnvironment(base: Environment, values: readonly JobValue[], platform: Platform): Environment {
  const delivered = values.map(({ delivery, value }) => [delivery.variable, openText(value) ?? ""] as const);
  const taken = new Set(delivered.map(([name]) => platform.variableKey(name)));
  const kept = Object.entries(base).filter(([name]) => !taken.has(platform.variableKey(name)));
  return Object.fromEntries([...kept, ...delivered]);
}

/** The value as text, or undefined where it has none: changing bytes in silence would break a login later. */
function openText(value: JobValue["value"]): string | undefined {
  const opened = typeof value === "string" ? value : openForDelivery(value);
  if (typeof opened === "string") return opened.isWellFormed() ? opened : undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(opened);
  } catch {
    return undefined;
  }
}
