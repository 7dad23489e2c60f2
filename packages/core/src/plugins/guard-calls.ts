import type { ProviderFailure } from "../contract/errors.ts";
import { KeyferryError } from "../contract/failure.ts";
import type { AddressResult, PolicyDocument } from "../contract/plugin.ts";
import { type Plain, plainCopy } from "./plain-copy.ts";
import { safeText } from "./safe-text.ts";
import { checkShape, isPlainRecord, isText, member, rules } from "./shape.ts";

const CAPS = { depth: 4, nodes: 10_000, chars: 2_000_000 };
const MAX_NAME = 4_096;

/** Turns whatever the plugin returned into an `address()` result. Never throws, whatever the plugin does. */
export function guardAddress(call: () => unknown): AddressResult {
  try {
    const given = plainCopy(call(), CAPS);
    if (isPlainRecord(given)) {
      const name = member(given, "name");
      if (member(given, "ok") === true && isText(name, MAX_NAME, true)) return { ok: true, name };
      const error = member(given, "error");
      if (member(given, "ok") === false && isPlainRecord(error)) return refused(error);
    }
  } catch {
    // Falls through: a plugin that throws has not accepted the name.
  }
  return { ok: false, error: { code: "invalid-address", message: "the provider failed to read this name" } };
}

function refused(error: { readonly [member: string]: Plain }): AddressResult {
  const message = member(error, "message");
  const hint = member(error, "hint");
  const failure: ProviderFailure & { readonly code: "invalid-address" } = {
    code: "invalid-address",
    message: typeof message === "string" && message !== "" ? safeText(message, 300) : "the provider refused this name",
    ...(typeof hint === "string" && hint !== "" ? { hint: safeText(hint, 300) } : {}),
  };
  return { ok: false, error: failure };
}

/** Checks and copies a `policy()` result. Throws `KeyferryError` (`internal`), never what the plugin threw. */
export function guardPolicy(provider: string, call: () => unknown): readonly PolicyDocument[] {
  const problems: string[] = [];
  try {
    const given = plainCopy(call(), CAPS);
    const text = { fits: (value: Plain) => isText(value, CAPS.chars, true), says: "text" };
    const shape = { title: rules.text(300), language: rules.text(50), text };
    if (Array.isArray(given)) {
      for (const item of given) checkShape(item, shape, "policy", problems);
      // The only place where checked data gets its type.
      if (problems.length === 0) return given as unknown as readonly PolicyDocument[];
    }
  } catch {
    // Falls through: the plugin's own text is not shown.
  }
  throw new KeyferryError({
    code: "internal",
    message: "the provider failed to write its policy",
    hint: "tell the provider's publisher",
    provider,
  });
}
