import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkChain } from "../../src/connections/chain.ts";
import { isKeyferryError } from "../../src/contract/failure.ts";
import type { ConnectionDefinition, SecretDefinition } from "../../src/settings/model.ts";
import { definition } from "./fixtures.ts";

type Edges = Readonly<Record<string, readonly string[]>>;

/** Connections by name; each logs in with a secret of each that it leads to. */
function graph(edges: Edges) {
  const secrets = new Map<string, SecretDefinition>();
  const connections = new Map<string, ConnectionDefinition>();
  for (const [name, leads] of Object.entries(edges)) {
    const sources = leads.map((to, index) => {
      secrets.set(`id-${to}`, { name: `of-${to}`, connection: to, remoteName: "r", type: "password" });
      return [`field${index}`, `secret:id-${to}`];
    });
    const auth = { method: "token", fields: {}, sources: Object.fromEntries([["first", "env:T"], ...sources]) };
    connections.set(name, definition({ name, auth }));
  }
  return { connections, secrets };
}

function problem(edges: Edges, start = "a"): string | undefined {
  try {
    checkChain(graph(edges), start);
    return undefined;
  } catch (thrown) {
    if (!isKeyferryError(thrown)) throw thrown;
    expect(thrown.failures[0]).toMatchObject({ code: "rule", where: `connection ${start}`, connection: start });
    return thrown.failures[0]?.message.replace(/^.*: /, "");
  }
}

describe("the way of a login", () => {
  it.each<[string, Edges, string | undefined]>([
    ["to itself", { a: ["a"] }, "a → of-a → a"],
    ["in a circle of two", { a: ["b"], b: ["a"] }, "a → of-b → b → of-a → a"],
    ["in a circle of three", { a: ["b"], b: ["c"], c: ["a"] }, "a → of-b → b → of-c → c → of-a → a"],
    ["into a circle", { a: ["b"], b: ["c"], c: ["b"] }, "a → of-b → b → of-c → c → of-b → b"],
    ["into a circle by its second field", { a: ["b", "c"], b: [], c: ["a"] }, "a → of-c → c → of-a → a"],
    ["over four", { a: ["b"], b: ["c"], c: ["d"], d: [] }, undefined],
    [
      "over five",
      { a: ["x", "b"], x: [], b: ["c"], c: ["d"], d: ["e"], e: [] },
      "a → of-b → b → of-c → c → of-d → d → of-e → e",
    ],
    ["over a diamond", { a: ["b", "c"], b: ["d"], c: ["d"], d: [] }, undefined],
  ])("%s", (_, edges, path) => {
    expect(problem(edges)).toBe(path);
  });

  it("is measured in time, however many ways and steps there are", () => {
    const names = Array.from({ length: 2_000 }, (_, index) => `n${index}`);
    const line = Object.fromEntries(names.map((name, index) => [name, names.slice(index + 1, index + 3)]));
    expect(problem(line, "n0")).toMatch(/^n0 → of-n1 → n1 → .* → n\d$/);
  });

  it("is refused exactly where it has a circle, or five connections", () => {
    const names = ["a", "b", "c", "d", "e", "f", "g"];
    const leads = fc.subarray(names, { maxLength: 2 });
    fc.assert(
      fc.property(fc.tuple(...names.map(() => leads)), (rows) => {
        const edges = Object.fromEntries(names.map((name, index) => [name, rows[index] ?? []]));
        // Every way, step by step: none may come back, and none have a fifth connection.
        let ways = [["a"]];
        let refused = false;
        for (let step = 0; step < names.length && ways.length > 0; step += 1) {
          refused ||= ways.some((way) => new Set(way).size < way.length || way.length > 4);
          ways = ways.flatMap((way) => (edges[way.at(-1) ?? ""] ?? []).map((next) => [...way, next]));
        }
        refused ||= ways.length > 0;
        expect(problem(edges) !== undefined).toBe(refused);
      }),
    );
  });
});
