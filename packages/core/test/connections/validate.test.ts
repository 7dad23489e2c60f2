import { describe, expect, it } from "vitest";
import { type ConnectionInput, validateConnection } from "../../src/connections/validate.ts";
import { type Failure, isKeyferryError } from "../../src/contract/failure.ts";
import { CANARY, field, MANIFEST } from "./fixtures.ts";

const TOKEN = { token: "env:T" };
const input = (change: Partial<ConnectionInput>): ConnectionInput => ({
  name: "prod",
  fields: { region: "eu" },
  sources: TOKEN,
  ...change,
});
const validate = (change: Partial<ConnectionInput>) => validateConnection(MANIFEST, input(change));

function problems(change: Partial<ConnectionInput>): readonly Failure[] {
  try {
    validate(change);
  } catch (thrown) {
    if (isKeyferryError(thrown)) return thrown.failures;
    throw thrown;
  }
  throw new Error("it was accepted");
}

describe("values", () => {
  it("converts texts by type, fills defaults in, and computes the origin from what points", () => {
    const fields = { region: "eu-west-1", tier: "pro", shards: "12", dualStack: "true", mount: "m" };
    expect(validate({ fields })).toEqual({
      fields: { region: "eu-west-1", tier: "pro", shards: 12, dualStack: true },
      auth: { method: "token", fields: { mount: "m" }, sources: TOKEN },
      origin: { region: "eu-west-1" },
    });
    expect(validate({}).fields).toEqual({ region: "eu", tier: "basic", dualStack: false });
  });

  it("takes a method's own pointing fields into the origin", () => {
    const sources = { accessKeyId: "env:A", secretAccessKey: "env:B" };
    const valid = validate({ fields: { region: "eu", role: "r", endpoint: "https://e" }, sources });
    expect(valid.origin).toEqual({ endpoint: "https://e", region: "eu", role: "r" });
  });

  it.each([
    ["missing", {}, /field region: a value is needed/],
    ["empty", { region: "" }, /must not be empty/],
    ["of the wrong form", { region: "EU WEST" }, /right form.*write it like eu/],
    ["with the form as a part only", { region: "eu!" }, /right form/],
    ["none of the choices", { region: "eu", tier: "gold" }, /choose one of: basic, pro/],
    ["no number", { region: "eu", tier: "pro", shards: "1e3x" }, /must be a number/],
    ["no boolean", { region: "eu", dualStack: "yes" }, /must be true or false/],
    ["a number for a text", { region: 7 }, /must be text/],
    ["needed by its condition", { region: "eu", tier: "pro" }, /field shards: a value is needed/],
    ["off its condition", { region: "eu", shards: "1" }, /applies only where tier is pro/],
    ["with a line break", { region: "eu", endpoint: "https://a\nb" }, /control character/],
    ["with an escape", { region: "eu", endpoint: "https://a\u001b[2J" }, /control character/],
    ["with a bidi override", { region: "eu", endpoint: "https://a\u202eb" }, /control character/],
    ["with half of a character", { region: "eu", endpoint: "https://a\ud83d" }, /control character/],
    ["too long", { region: "eu", endpoint: "a".repeat(5_000) }, /longer than 4,096/],
  ])("refuses one that is %s", (_, fields, message) => {
    const [failure, ...others] = problems({ fields });
    expect(others).toEqual([]);
    expect(failure?.code).toBe("usage");
    expect(`${failure?.where}: ${failure?.message}; ${failure?.hint}`).toMatch(message);
  });

  it("reports all problems at once, and never a value", () => {
    const fields = { region: `${CANARY}!`, tier: CANARY, dualStack: CANARY, nope: CANARY };
    const found = problems({ fields, sources: { token: CANARY } });
    expect(found.map(({ where }) => where)).toEqual([
      "connection prod, field nope",
      "connection prod, field region",
      "connection prod, field tier",
      "connection prod, field dualStack",
      "connection prod, field token",
    ]);
    expect(JSON.stringify(found)).not.toContain(CANARY);
  });

  it("takes inherited names for unknown ones", () => {
    const [failure] = problems({ fields: { region: "eu", constructor: "x" } });
    expect(failure?.message).toBe("Acme Vault has no such field");
    const own = JSON.parse('{"region":"eu","__proto__":"x"}');
    expect(problems({ fields: own })[0]?.where).toMatch(/__proto__/);
  });

  it("names the nearest fields for an unknown one", () => {
    expect(problems({ fields: { regoin: "eu", region: "eu" } })[0]?.hint).toBe("did you mean region?");
    expect(problems({ fields: { region: "eu", "x\u001b[2J": "eu" } })[0]?.where).toContain("x\\u{1b}[2J");
  });

  it("lets line breaks pass where the manifest says so", () => {
    const manifest = { ...MANIFEST, fields: [...MANIFEST.fields, field("ca", { multiline: true })] };
    const fields = { region: "eu", ca: "-----BEGIN\nX\r\n" };
    expect(validateConnection(manifest, input({ fields })).fields.ca).toBe("-----BEGIN\nX\r\n");
    expect(() => validateConnection(manifest, input({ fields: { region: "eu", ca: "a\u001b" } }))).toThrow(/control/);
  });
});

describe("credentials", () => {
  it("refuses a literal, with the way to write it, and without the value", () => {
    const [failure] = problems({ fields: { region: "eu", token: CANARY }, sources: {} });
    expect(failure).toMatchObject({ code: "rule", hint: "write --credential token=env:VARIABLE" });
    expect(JSON.stringify(problems({ fields: { region: "eu", token: CANARY } }))).not.toContain(CANARY);
  });

  it.each([
    ["a literal", CANARY, /write env:NAME or file:/],
    ["an unknown kind", `vault:${CANARY}`, /write env:NAME or file:/],
    ["a variable that is none", `env:${CANARY}-x`, /write env:NAME/],
    ["a relative file", `file:${CANARY}`, /write file:\/absolute\/path/],
    ["nothing", "", /write env:NAME or file:/],
    ["no kind", `:${CANARY}`, /write env:NAME or file:/],
  ])("refuses as a source: %s", (_, source, hint) => {
    const [failure] = problems({ sources: { token: source } });
    expect(failure?.hint).toMatch(hint);
    expect(JSON.stringify(failure)).not.toContain(CANARY);
  });

  it("refuses one descriptor for two credentials", () => {
    const pair = (key: string) => ({ sources: { accessKeyId: "fd:3", secretAccessKey: key } });
    const [failure, ...others] = problems(pair("fd:3"));
    expect(failure).toMatchObject({ code: "usage", where: "connection prod, field secretAccessKey" });
    expect([failure?.message, others]).toEqual(["another credential has this descriptor, which can be read once", []]);
    expect(validate(pair("fd:4")).auth.sources).toEqual(pair("fd:4").sources);
  });

  it("refuses a source for what is no credential, and asks for a missing one", () => {
    expect(problems({ sources: { ...TOKEN, endpoint: "env:E" } })[0]?.message).toMatch(/no credential/);
    const [failure] = problems({ auth: "access-key", sources: { accessKeyId: "env:A" } });
    expect(failure?.where).toMatch(/secretAccessKey/);
    expect(failure?.hint).toBe("give --credential secretAccessKey=env:VARIABLE");
  });
});

describe("the auth method", () => {
  it("is inferred where what is given fits one", () => {
    expect(validate({}).auth.method).toBe("token");
    expect(validate({ sources: { accessKeyId: "env:A", secretAccessKey: "env:B" } }).auth.method).toBe("access-key");
  });

  it("is not guessed where nothing, too little or too much is given", () => {
    const [nothing] = problems({ sources: {} });
    expect(nothing?.message).toBe("it is not said how to log in");
    expect(nothing?.hint).toContain("--auth ambient; --auth access-key (needs accessKeyId, secretAccessKey)");
    expect(problems({ sources: { accessKeyId: "env:A" } })[0]?.message).toMatch(/fit no auth method/);
    expect(problems({ sources: { ...TOKEN, accessKeyId: "env:A", secretAccessKey: "env:B" } })[0]?.message).toMatch(
      /fit no/,
    );
    const twins = {
      ...MANIFEST,
      auth: MANIFEST.auth.flatMap((method) => [method, { ...method, id: `${method.id}-b` }]),
    };
    expect(() => validateConnection(twins, input({}))).toThrow(/fit several auth methods/);
  });

  it("is the only one, where there is one", () => {
    const only = { ...MANIFEST, auth: MANIFEST.auth.filter(({ id }) => id === "ambient") };
    expect(validateConnection(only, input({ sources: {} })).auth.method).toBe("ambient");
  });

  it("can be named, and then takes its own fields alone", () => {
    expect(validate({ auth: "ambient", sources: {} }).auth.method).toBe("ambient");
    expect(problems({ auth: "ambient" })[0]?.message).toMatch(/belongs to the auth method token, not to ambient/);
    expect(problems({ auth: "tokn" })[0]?.hint).toBe("did you mean token?");
  });
});
