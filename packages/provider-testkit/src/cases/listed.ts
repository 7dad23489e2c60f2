import type { RemoteSecret } from "@keyferry/core/provider";
import type { CaseContext } from "../case-context.ts";
import { ensure } from "../conformance-error.ts";

/** Ensures that exactly these names are listed, each once, in any order. Gives the listed name of each canonical one. */
export function ensureListed(
  context: CaseContext,
  items: readonly RemoteSecret[],
  names: readonly string[],
): ReadonlyMap<string, string> {
  const listed = new Map<string, string>();
  for (const { name } of items) {
    const canonical = context.canonical(name).name;
    ensure(!listed.has(canonical), "a name is listed twice");
    listed.set(canonical, name);
  }
  const missing = names.filter((name) => !listed.has(name));
  ensure(missing.length === 0, `${missing.length} of ${names.length} names are not listed`);
  ensure(listed.size === names.length, `${listed.size - names.length} names are listed that nobody put there`);
  return listed;
}
