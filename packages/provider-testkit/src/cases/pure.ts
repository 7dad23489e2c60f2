import { isDeepStrictEqual } from "node:util";
import type { Address, ConnectionFields } from "@keyferry/core/provider";
import * as fc from "fast-check";
import type { ConformanceCase } from "../conformance-case.ts";
import { ensure } from "../conformance-error.ts";
import type { ProviderHarness } from "../harness.ts";

/** Texts that people and managers write: anything, and what lies near to a name. */
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.stringMatching(/^[\w:/.@*?#%-]{0,80}$/),
  fc.constantFrom(
    "",
    ".",
    "..",
    "/",
    "//",
    "\0",
    "\ud800",
    "a/../b",
    "%2e%2e",
    "arn:",
    "https://x/y",
    "a".repeat(5_000),
  ),
);

/** The connection as the pure calls see it: without its login. */
function fieldsOf({ connection: { name, fields, auth } }: ProviderHarness): ConnectionFields {
  return structuredClone({ name, fields, auth });
}

function someNames(harness: ProviderHarness): readonly string[] {
  const plain = ["a", "backup-nas", "x0-y1"].map((name) => harness.nameOf?.(name) ?? name);
  return [...plain, ...(harness.hostileNames ?? [])];
}

/** Every text of the kinds above, and the harness's own names. Fails without showing the text that it failed with. */
function everyText(harness: ProviderHarness, check: (written: string) => void): void {
  for (const name of someNames(harness)) check(name);
  const outcome = fc.check(fc.property(text, check), { numRuns: 300 });
  if (outcome.failed) throw outcome.errorInstance;
}

/** Characters that could steer a terminal, as far as a message could hold them. */
const STEERING = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

export const pureCases: readonly ConformanceCase[] = [
  {
    id: "address/total",
    title: "address() takes every text: it never throws, and what it refuses it refuses in plain words",
    run: async ({ harness }) => {
      const fields = fieldsOf(harness);
      everyText(harness, (written) => {
        const result = harness.plugin.address(written, fields);
        if (result.ok) return ensure(result.name.length > 0, "address() makes an empty name");
        const { code, message } = result.error;
        ensure(code === "invalid-address", "address() refuses with another code than invalid-address");
        ensure(message.length > 0 && message.length <= 300, "address() refuses without a sentence of 300 characters");
        ensure(!STEERING.test(message), "address() repeats control characters in its message");
      });
    },
  },
  {
    id: "address/canonical",
    title: "the canonical form of a canonical name is itself",
    run: async ({ harness }) => {
      const fields = fieldsOf(harness);
      everyText(harness, (written) => {
        const once = harness.plugin.address(written, fields);
        if (!once.ok) return;
        const twice = harness.plugin.address(once.name, fields);
        ensure(twice.ok && twice.name === once.name, "address() makes another name of its own canonical form");
      });
    },
  },
  {
    id: "address/pure",
    title: "address() gives the same answer to the same question",
    run: async ({ harness }) => {
      const fields = fieldsOf(harness);
      const ask = (written: string) => structuredClone(harness.plugin.address(written, fields));
      everyText(harness, (written) => {
        ensure(isDeepStrictEqual(ask(written), ask(written)), "address() changes its answer");
      });
    },
  },
  {
    id: "policy/documents",
    title: "policy() writes documents for listing and for reading any names, and never throws",
    run: async ({ harness }) => {
      const fields = fieldsOf(harness);
      const check = (addresses: readonly Address[]) => {
        const documents = harness.plugin.policy(addresses, fields);
        ensure(documents.length > 0, "policy() writes nothing");
        for (const { title, language, text: content } of documents) {
          ensure(
            [title, language, content].every((part) => part.length > 0),
            "a document of policy() lacks a part",
          );
        }
      };
      check([]);
      everyText(harness, (written) => {
        const result = harness.plugin.address(written, fields);
        check([{ name: result.ok ? result.name : written }]);
      });
    },
  },
  {
    id: "policy/pure",
    title: "policy() gives the same documents for the same names",
    run: async ({ harness }) => {
      const fields = fieldsOf(harness);
      const addresses = someNames(harness).map((name) => ({ name }));
      const ask = () => structuredClone(harness.plugin.policy(addresses, fields));
      ensure(isDeepStrictEqual(ask(), ask()), "policy() changes its answer");
    },
  },
];
