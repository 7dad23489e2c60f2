import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isKeyferryError } from "../../src/contract/failure.ts";
import { formatReference, looksLikeReference, parseReference, type Reference } from "../../src/reference/reference.ts";

const part = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => text.isWellFormed());
const connection = part.filter((text) => !text.includes("/"));

const reference: fc.Arbitrary<Reference> = fc.oneof(
  part.map((name) => ({ kind: "secret" as const, name })),
  fc
    .record(
      { kind: fc.constant("remote" as const), connection, remoteName: part, version: part, key: part },
      {
        requiredKeys: ["kind", "connection", "remoteName"],
      },
    )
    .map((given) => given as Reference),
);

describe("a reference", () => {
  it("is read again as it was written, whatever its parts hold", () => {
    fc.assert(
      fc.property(reference, (given) => {
        expect(parseReference(formatReference(given))).toEqual(given);
      }),
    );
  });

  it("reads or refuses any text, and nothing else happens", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.constantFrom("", "keyferry:", "keyferry://", "keyferry://c/"),
        (text, start) => {
          try {
            parseReference(start + text);
          } catch (thrown) {
            expect(isKeyferryError(thrown) && thrown.failures[0]?.code).toBe("usage");
          }
        },
      ),
    );
  });

  it.each<[string, Reference]>([
    ["keyferry:nas-password", { kind: "secret", name: "nas-password" }],
    ["keyferry:a%2Fb", { kind: "secret", name: "a/b" }],
    ["keyferry://prod/api/token#key", { kind: "remote", connection: "prod", remoteName: "api/token", key: "key" }],
    [
      "keyferry://prod/a?version=AWSPREVIOUS#/db/0",
      { kind: "remote", connection: "prod", remoteName: "a", version: "AWSPREVIOUS", key: "/db/0" },
    ],
    ["keyferry://prod/a/../b//c", { kind: "remote", connection: "prod", remoteName: "a/../b//c" }],
    ["keyferry://prod/%252e", { kind: "remote", connection: "prod", remoteName: "%2e" }],
    ["keyferry://prod/git:https://host", { kind: "remote", connection: "prod", remoteName: "git:https://host" }],
    ["keyferry://prod/a#b?version=c#d", { kind: "remote", connection: "prod", remoteName: "a", key: "b?version=c#d" }],
    ["keyferry://pr%20od/q%3Fx%23y", { kind: "remote", connection: "pr od", remoteName: "q?x#y" }],
  ])("reads %s", (text, expected) => {
    expect(parseReference(text)).toEqual(expected);
  });

  it.each<[string, number]>([
    ["op://vault/item", 1],
    ["keyferry:", 10],
    ["keyferry://", 12],
    ["keyferry://prod", 16],
    ["keyferry://prod/", 17],
    ["keyferry:///name", 12],
    ["keyferry://prod/a?v=1", 19],
    ["keyferry://prod/a?version=", 27],
    ["keyferry://prod/a#", 19],
    ["keyferry://prod/a%2", 18],
    ["keyferry://prod/a%zz", 18],
    ["keyferry://prod/ab%ff", 19],
    ["keyferry:a\ud800", 11],
    ["keyferry:%", 10],
  ])("refuses %j at position %i", (text, position) => {
    try {
      parseReference(text);
      expect.unreachable();
    } catch (thrown) {
      expect(isKeyferryError(thrown) && thrown.failures[0]?.message).toMatch(new RegExp(`at position ${position}$`));
    }
  });

  it("is told from other texts by its scheme", () => {
    expect(looksLikeReference("keyferry:x")).toBe(true);
    expect(looksLikeReference("keyferry")).toBe(false);
  });
});
