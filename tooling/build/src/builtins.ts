import { isBuiltin } from "node:module";
import { relative } from "node:path";
import type { Plugin } from "rolldown";

const MARK = "\0builtin:";
const RUNTIME = "\0rolldown/runtime.js";

/**
 * Takes Node's own modules as they are. An `import` of one makes Node read each of its exports, also those that load
 * something: `node:http` brings the whole of undici for the sake of `http.WebSocket`, 20 ms.
 */
export function builtins(folder: string): Plugin {
  return {
    name: "builtins",
    resolveId: (specifier, importer, { kind }) => {
      if (!isBuiltin(specifier)) return undefined;
      // What is required is taken as it is already, and the bundler's own module is loaded before all others.
      const asItIs = kind === "require-call" || importer === RUNTIME;
      // One for each importer: files that share nothing else would have to load a third for it.
      if (asItIs) return { id: specifier, external: true };
      return `${MARK}${specifier}?${importer === undefined ? "" : relative(folder, importer)}`;
    },
    load: (id) =>
      id.startsWith(MARK)
        ? { code: shim(id.slice(MARK.length).split("?", 1)[0] ?? ""), moduleSideEffects: false }
        : undefined,
  };
}

/** The module again, with the exports that are used: the others are pure, so the bundler drops them. */
function shim(specifier: string): string {
  const builtin: object | undefined = process.getBuiltinModule(specifier);
  if (!builtin) throw new Error(`Node has no ${specifier}`);
  const names = Object.keys(builtin).filter((name) => /^[A-Za-z_]\w*$/.test(name) && name !== "default");
  return [
    `const it = /* @__PURE__ */ process.getBuiltinModule(${JSON.stringify(specifier)});`,
    "export default it;",
    ...names.map((name) => `const $${name} = /* @__PURE__ */ (() => it.${name})();\nexport { $${name} as ${name} };`),
  ].join("\n");
}
