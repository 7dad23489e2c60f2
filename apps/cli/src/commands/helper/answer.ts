import type { Secret } from "@keyferry/core";
import type { Invocation } from "../../invocation.ts";
import { usageError } from "../../usage-error.ts";

/** Why a helper must not start: its answer is a value, and a person would see it. Called before anything is read. */
export function refuseTerminal({ world }: Invocation): void {
  if (!world.stdout.isTTY) return;
  throw usageError("a helper writes a value, and standard output is a terminal", "let the program that asks start it");
}

/** Where a helper's answer may go. */
export function placeOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const loopback = url !== undefined && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  const plain = url !== undefined && url.username + url.password + url.search + url.hash === "";
  if (url && plain && (url.protocol === "https:" || (url.protocol === "http:" && loopback))) return url;
  throw usageError(
    "--for takes the place that the login is for",
    "write https://HOST, or http:// to this machine alone",
  );
}

/** Reads the parts of an answer by their references. */
export async function parts<Name extends string>(
  invocation: Invocation,
  helper: string,
  references: Readonly<Record<Name, string | undefined>>,
): Promise<Record<Name, Secret<string | Uint8Array>>> {
  const given = Object.entries<string | undefined>(references).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  for (const [name, reference] of given) {
    if (reference.startsWith("keyferry:")) continue;
    throw usageError(
      `the ${name} of the answer is a reference, not a value: values never come by the command line`,
      "write keyferry:SECRET or keyferry://CONNECTION/REMOTE-NAME#KEY",
    );
  }
  invocation.typedAddresses = true;
  const keyferry = await invocation.keyferry();
  const values = Object.fromEntries(given);
  const resolved = await keyferry.resolveForHelper({ helper, values, ...invocation.callOptions });
  return resolved as Record<Name, Secret<string | Uint8Array>>;
}
