import { inspect } from "node:util";

/** Everything that can be read off something: own, symbol, hidden and inherited members, causes, stacks. */
function walk(of: unknown, seen: Set<unknown>, out: string[]): void {
  if (typeof of === "string") out.push(of);
  if (of instanceof Uint8Array) out.push(Buffer.from(of).toString("latin1"));
  if ((typeof of !== "object" && typeof of !== "function") || of === null || seen.has(of)) return;
  seen.add(of);
  for (const key of Reflect.ownKeys(of)) {
    out.push(String(key));
    try {
      walk(Reflect.get(of, key), seen, out);
    } catch {
      // A getter that throws shows nothing.
    }
  }
  walk(Reflect.getPrototypeOf(of), seen, out);
}

/** The canaries that can be found in something, however deep, raw or as base64. */
export function leaks(of: unknown, canaries: readonly string[]): string[] {
  const out: string[] = [inspect(of, { depth: 10, showHidden: true, getters: true }), JSON.stringify(of) ?? ""];
  walk(of, new Set(), out);
  const all = out.join("\n");
  return canaries.filter((canary) => all.includes(canary) || all.includes(Buffer.from(canary).toString("base64")));
}
