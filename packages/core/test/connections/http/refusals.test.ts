import { describe, expect, it } from "vitest";
import { CANARY } from "../fixtures.ts";
import { eachWithHost, failureOf } from "./asking.ts";

const { ask } = eachWithHost();

describe("what is refused before it is sent", () => {
  it.each([
    ["a relative one", "/v1/x"],
    ["another scheme", "ftp://127.0.0.1/"],
    ["a login", `http://u:${CANARY}@127.0.0.1/`],
    ["a fragment", "http://127.0.0.1/a#b"],
    ["a folded path", `http://127.0.0.1/v1/../${CANARY}`],
    ["an escaped folded path", `http://127.0.0.1/v1/%2e%2E/${CANARY}`],
    ["a backslash", "http://127.0.0.1\\@evil.example/"],
    ["a backslash in its path", "http://127.0.0.1/a\\b"],
    ["a tab", "http://127.0.0.1/a\tb"],
    ["a line break", `http://127.0.0.1/a\r\nX: ${CANARY}`],
    ["a space", "http://127.0.0.1/a b"],
    ["letters that are not ASCII", "http://127.0.0.1/ä"],
    ["an odd IPv4 address", "http://0x7f.1/"],
    ["a number for an address", "http://2130706433/"],
    ["a query without a path", "http://127.0.0.1?x"],
    ["plain HTTP to another machine", `http://vault.example/${CANARY}`],
    ["a look-alike of loopback", "http://127.0.0.1.evil.example/"],
    ["another look-alike of loopback", "http://localhost.evil.example/"],
    ["a link-local address", "https://169.254.169.254/"],
    ["a link-local address in IPv6 form", "https://[::ffff:169.254.169.254]/"],
    ["a link-local IPv6 address", "https://[fe80::1]/"],
    ["the metadata service's IPv6 address", "https://[fd00:ec2::254]/"],
  ])("a URL with %s", async (_, url) => {
    expect((await failureOf(ask(url))).code).toBe("invalid-connection");
  });

  it("plain HTTP to another machine, unless a person wants it", async () => {
    const refused = await failureOf(ask("http://nowhere.invalid/"));
    expect(refused.message).toMatch(/without TLS/);
    expect((await failureOf(ask("http://nowhere.invalid/", { allowPlainHttp: true }))).code).toBe("unavailable");
  });

  it.each(["a\nb", "a\r", "a\u0000", "a€", " a", "a ", "\u007f"])(
    "a header's value that is not visible ASCII (%#)",
    async (tail) => {
      const failure = await failureOf(
        ask("http://127.0.0.1:1/", { headers: { "X-Token": `${CANARY}${tail}`.replace(`${CANARY} a`, ` ${CANARY}`) } }),
      );
      expect(failure).toMatchObject({
        code: "invalid-connection",
        message: "the value of the header X-Token must be visible ASCII",
      });
    },
  );

  it.each(["Host", "content-length", "Transfer-Encoding", "Connection", "Proxy-Authorization", "a b", "a:b", ""])(
    "the header %j",
    async (name) => {
      expect((await failureOf(ask("http://127.0.0.1:1/", { headers: { [name]: "x" } }))).code).toBe(
        "invalid-connection",
      );
    },
  );

  it("methods that are none, a relative socket, and one header twice", async () => {
    for (const more of [
      { method: "get" },
      { method: "GET /x" },
      { method: "CONNECT" },
      { method: "TRACE" },
      { socketPath: "s" },
      { headers: { a: "1", A: "2" } },
    ]) {
      expect((await failureOf(ask("http://127.0.0.1:1/", more))).code).toBe("invalid-connection");
    }
  });
});
