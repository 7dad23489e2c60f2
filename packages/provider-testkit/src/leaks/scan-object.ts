import { inspect } from "node:util";
import type { Finding } from "./finding.ts";
import type { LeakScanner } from "./scanner.ts";

/** More members than this are not walked, and that is noted. */
const maxMembers = 200_000;

const everything = { depth: Number.POSITIVE_INFINITY, maxArrayLength: null, maxStringLength: null };

/** The ways in which a program would print it. Each may throw, and what it throws is searched instead. */
const printers: Readonly<Record<string, (thing: unknown) => string>> = {
  inspect: (thing) => inspect(thing, everything),
  "inspect, hidden": (thing) =>
    inspect(thing, { ...everything, showHidden: true, customInspect: false, getters: true }),
  JSON: (thing) => JSON.stringify(thing) ?? "",
  String: (thing) => String(thing),
};

/**
 * See {@link LeakScanner.scanObject}. Beside the printers it walks members itself: own ones, by symbol, non-enumerable, getters and those of the
 * prototypes, with what an error carries (message, stack, cause, errors), entries of maps and sets, and bytes.
 */
export function scanObject(scanner: LeakScanner, thing: unknown, source: string): Finding[] {
  const findings = Object.entries(printers).flatMap(([name, print]) => {
    const printed = attempt(() => print(thing));
    return scanner.scanText(
      typeof printed === "string" ? printed : inspect(printed, everything),
      `${source} (${name})`,
    );
  });
  const seen = new Set<object>();
  const queue: { readonly value: unknown; readonly path: string }[] = [{ value: thing, path: source }];
  for (let member = queue.shift(); member; member = queue.shift()) {
    const { value, path } = member;
    if (typeof value === "string") findings.push(...scanner.scanText(value, path));
    if (typeof value === "symbol") findings.push(...scanner.scanText(value.description ?? "", path));
    if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) continue;
    seen.add(value);
    if (seen.size > maxMembers) {
      scanner.unread(source, `more than ${maxMembers} members`);
      return findings;
    }
    const bytes = asBytes(value);
    if (bytes) findings.push(...scanner.scanBytes(bytes, path));
    else
      for (const [key, inner] of membersOf(value))
        queue.push({ value: inner, path: `${path}.${key}` }, { value: key, path: `a key of ${path}` });
  }
  return findings;
}

function asBytes(value: object): Uint8Array | undefined {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) return new Uint8Array(value);
  return undefined;
}

/** Prototypes that come with the language tell nothing of this value. */
const builtIn = new Set<object>(
  [
    Object,
    Function,
    Array,
    Map,
    Set,
    Promise,
    Date,
    RegExp,
    Error,
    AggregateError,
    TypeError,
    RangeError,
    SyntaxError,
  ].map(({ prototype }) => prototype as object),
);

function membersOf(value: object): [key: string, inner: unknown][] {
  const members: [string, unknown][] = [];
  for (let holder: unknown = value; isWalkable(holder); holder = prototypeOf(holder)) {
    for (const [key, inner] of ownMembers(holder, value)) members.push([key, inner]);
  }
  if (value instanceof Map) for (const [key, inner] of value) members.push(["entry", key], ["entry", inner]);
  if (value instanceof Set) for (const inner of value) members.push(["entry", inner]);
  if (typeof value === "function") members.push(["source", Function.prototype.toString.call(value)]);
  return members;
}

function isWalkable(holder: unknown): holder is object {
  return ((typeof holder === "object" && holder !== null) || typeof holder === "function") && !builtIn.has(holder);
}

/** What `holder` itself has, read as a member of `self`. A trap that throws gives what it throws. */
function ownMembers(holder: object, self: object): [key: string, inner: unknown][] {
  const keys = attempt(() => Reflect.ownKeys(holder));
  if (!Array.isArray(keys)) return [["trap", keys]];
  return keys.map((key: string | symbol) => {
    const inner = attempt(() => {
      const descriptor = Reflect.getOwnPropertyDescriptor(holder, key);
      return descriptor && "value" in descriptor ? descriptor.value : Reflect.get(holder, key, self);
    });
    return [typeof key === "symbol" ? (key.description ?? "") : key, inner];
  });
}

function prototypeOf(holder: object): unknown {
  try {
    return Reflect.getPrototypeOf(holder);
  } catch {
    return null;
  }
}

/** What `read` gives, or what it throws. */
function attempt(read: () => unknown): unknown {
  try {
    return read();
  } catch (thrown) {
    return thrown;
  }
}
