import { importRule } from "./rule.ts";

/** Which folders may import each function that opens a secret. Its own folder may, of course. */
const ALLOWED: Readonly<Record<string, RegExp>> = {
  reveal: /^packages\/core\/src\/secret\//,
  openForSelection: /^packages\/core\/src\/(resolve|secret)\//,
  openForLogin: /^packages\/core\/src\/(connections|secret)\//,
  openForDelivery: /^packages\/jobs\/src\//,
};

const SECRET_FOLDER = /^packages\/core\/src\/secret\//;
/** Modules through which an opener could come without its name. */
const OPENING_MODULE = /(^|\/)secret\/(secret|open|delivery)\.ts$|^@keyferry\/core\/delivery$/;

/** A value is opened for selection, login and delivery, each in one place. Tests and examples are not asked. */
export const openersInTheirPlaces = importRule(({ specifier, names }, path) => {
  const stray = names.find((name) => ALLOWED[name] && !ALLOWED[name].test(path));
  if (stray) return `${stray} may not be imported here: it opens a secret`;
  if (names.includes("*") && OPENING_MODULE.test(specifier) && !SECRET_FOLDER.test(path)) {
    return `name what you import from ${specifier}: it holds functions that open a secret`;
  }
  return undefined;
});
