import { describe, expect, it } from "vitest";
import { identityOf } from "../src/identity.ts";

const ID = "11111111-2222-3333-4444-555555555555";
const token = (claims: unknown) => `h.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.s`;

describe("who a token is of", () => {
  it.each([
    [{ appid: ID, oid: ID }, `application ${ID}, object ${ID}`],
    [{ azp: ID }, `application ${ID}`],
    [{ upn: "person@contoso.example", oid: ID }, `user person@contoso.example, object ${ID}`],
  ])("is read from its claims", (claims, identity) => {
    expect(identityOf(token(claims))).toBe(identity);
  });

  it.each([
    ["", {}],
    ["", { appid: "not an ID", oid: 7, upn: "two words" }],
    ["", { upn: "escape\u001b[31m@x", preferred_username: "bidi\u202e@x" }],
    ["no token", undefined],
  ])("is left out where they do not fit", (text, claims) => {
    expect(identityOf(text === "" ? token(claims) : text)).toBeUndefined();
  });
});
