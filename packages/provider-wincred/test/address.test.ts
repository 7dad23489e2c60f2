import { describe, expect, it } from "vitest";
import provider from "../src/index.ts";

const connection = { name: "c", fields: {}, auth: { method: "current-user", fields: {} } };
const canonical = (text: string) => provider.address(text, connection);

describe("address", () => {
  it.each(["git:https://host", "TERMSRV/Server", "a*b", " with space ", "имя", "x".repeat(32_767)])(
    "keeps %j as it is",
    (text) => expect(canonical(text)).toEqual({ ok: true, name: text }),
  );
  it.each(["", "a\0b", "a\nb", "a\u0085", "x".repeat(32_768), "a\ud800", "git:*", "*"])("refuses %j", (text) =>
    expect(canonical(text)).toMatchObject({ ok: false, error: { code: "invalid-address" } }),
  );
});

describe("policy", () => {
  it("names the account's store, and each target once", () => {
    const documents = provider.policy([{ name: "b" }, { name: "a" }, { name: "b" }], connection);
    expect(documents.map(({ language }) => language)).toEqual(["text", "text"]);
    expect(documents[1]?.text.match(/^ {4}[ab]$/gm)).toEqual(["    a", "    b"]);
    expect(provider.policy([], connection)).toHaveLength(1);
  });
});
