import { pluginError } from "./plugin-failure.ts";
import type { LocatedPlugin } from "./port.ts";

const KINDS = ["SyntaxError", "TypeError", "ReferenceError", "RangeError", "EvalError", "URIError", "AggregateError"];

/**
 * Imports a plugin's module and returns its default export unchanged. Throws `KeyferryError` (`plugin`) if the import
 * throws (its text is not shown, since it may quote the plugin's environment), or has not ended after `limitMs`.
 */
export async function importPlugin(plugin: LocatedPlugin, limitMs: number): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const message = `its import has not ended after ${limitMs / 1_000} s`;
      reject(pluginError(plugin, message, "update it, or tell its publisher"));
    }, limitMs);
  });
  const loading = (import(/* @vite-ignore */ plugin.entry) as Promise<{ default?: unknown }>).then(
    (module) => ({ exported: module.default }),
    (thrown: unknown) => {
      const message = `its import failed (${kindOf(thrown)})`;
      throw pluginError(plugin, message, "reinstall it; if that does not help, tell its publisher");
    },
  );
  try {
    return (await Promise.race([loading, late])).exported;
  } finally {
    clearTimeout(timer);
  }
}

/** The kind of error that was thrown: Node's own code or the name of a built-in error, never text from the plugin. */
function kindOf(thrown: unknown): string {
  try {
    if (typeof thrown !== "object" || thrown === null) return "no error object";
    const code: unknown = Reflect.get(thrown, "code");
    if (typeof code === "string" && /^ERR_[A-Z][A-Z0-9_]{1,60}$/.test(code)) return code;
    const name: unknown = Reflect.get(thrown, "name");
    return KINDS.find((kind) => kind === name) ?? "Error";
  } catch {
    return "Error";
  }
}
