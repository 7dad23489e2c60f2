import type { AddressResult } from "@keyferry/core/provider";
import { pathProblem } from "./path.ts";

/**
 * The canonical form of a name: the secret's path below the mount, as it is. Vault tells paths apart byte by byte, so
 * nothing is folded; what no path of Vault can be is refused.
 */
export function address(text: string): AddressResult {
  const problem = pathProblem(text);
  if (problem === undefined) return { ok: true, name: text };
  const message = `this is no path of a secret: ${problem.message}`;
  return { ok: false, error: { code: "invalid-address", message, hint: problem.hint } };
}
