import type { Plugin } from "rolldown";

/**
 * Writes what is beyond ASCII as escapes: one such character in a file makes Node hold all of it in two bytes a character, 5 ms of a
 * run. In code it stands in strings, templates and regular expressions alone, where an escape means the same.
 */
export function ascii(): Plugin {
  return {
    name: "ascii",
    // The last that happens to a file: what comes earlier is printed anew, with the characters themselves.
    generateBundle: (_, bundle) => {
      for (const part of Object.values(bundle)) if (part.type === "chunk") part.code = escaped(part.code);
    },
  };
}

function escaped(code: string): string {
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
