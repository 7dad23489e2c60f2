import assert from "node:assert";
import { Console } from "node:console";
import { Writable } from "node:stream";
import { format, inspect } from "node:util";
import { deserialize, serialize } from "node:v8";
import { MessageChannel } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { openForDelivery } from "../../src/secret/delivery.ts";
import { openForLogin, openForSelection } from "../../src/secret/open.ts";
import { Secret } from "../../src/secret/secret.ts";

const CANARY = "cnry_0123456789abcdef0123456789abcdef";
const secret = new Secret(CANARY);

function consoleOutput(use: (out: Console) => void): string {
  let written = "";
  const sink = new Writable({
    write: (chunk, _encoding, done) => {
      written += String(chunk);
      done();
    },
  });
  use(new Console(sink, sink));
  return written;
}

/** Each way by which a value could get out by accident: given anything, what comes out. */
const SINKS: Record<string, (value: unknown) => unknown> = {
  inspect: (value) => inspect(value),
  "inspect, all of it": (value) =>
    inspect({ nested: value }, { showHidden: true, customInspect: false, depth: 10, getters: true }),
  "%s": (value) => format("%s", value),
  "%o": (value) => format("%o", value),
  "%O": (value) => format("%O", value),
  "%j": (value) => format("%j", value),
  template: (value) => `${value}`,
  concatenation: (value) => ["a ", value].join(""),
  "JSON.stringify": (value) => JSON.stringify({ value }),
  spread: (value) => JSON.stringify({ ...(value as object) }),
  entries: (value) => JSON.stringify([Object.entries(value as object), Reflect.ownKeys(Object(value)).map(String)]),
  structuredClone: (value) => inspect(structuredClone(value), { showHidden: true }),
  "v8.serialize": (value) => serialize(value).toString("latin1") + inspect(deserialize(serialize(value))),
  "console.log": (value) => consoleOutput((out) => out.log(value)),
  "console.table": (value) => consoleOutput((out) => out.table([value])),
  "console.dir": (value) => consoleOutput((out) => out.dir(value, { showHidden: true })),
  "assertion's difference": (value) => {
    try {
      assert.deepStrictEqual({ value }, { value: "other" });
    } catch (error) {
      return inspect(error, { depth: 10 });
    }
    return "";
  },
  "error's cause": (value) => inspect(new Error("failed", { cause: value }), { depth: 10 }),
};

describe("a secret", () => {
  it.each(Object.entries(SINKS))("does not get out by %s", (_name, sink) => {
    expect(sink(secret)).not.toContain(CANARY);
    const open = [sink(CANARY), sink({ value: CANARY })].map(String);
    expect(
      open.some((out) => out.includes(CANARY)),
      "negative control: an open value does",
    ).toBe(true);
  });

  it("does not get out by a message to another thread", async () => {
    const { port1, port2 } = new MessageChannel();
    const received = new Promise((resolve) => port2.once("message", resolve));
    port1.postMessage({ secret });
    expect(inspect(await received, { showHidden: true })).not.toContain(CANARY);
    port1.close();
  });

  it("opens by its three functions alone, and only when it is our own", () => {
    expect(openForSelection(secret)).toBe(CANARY);
    expect(openForLogin(secret)).toBe(CANARY);
    expect(openForDelivery(secret)).toBe(CANARY);
    const forged = Object.create(Secret.prototype) as Secret;
    expect(() => openForSelection(forged)).toThrow(/not a secret/);
    expect(() => openForDelivery({ sealed: "keyferry.secret.v1" })).toThrow(/this copy/);
  });

  it("cannot be changed", () => {
    expect(Object.isFrozen(secret)).toBe(true);
  });
});
