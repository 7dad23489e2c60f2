import { describe, expect, it } from "vitest";
import { CANARY } from "../fixtures.ts";
import { eachWithHost, failureOf } from "./asking.ts";
import { http, proxy } from "./servers.ts";

const { ask } = eachWithHost();

describe("a proxy", () => {
  it("that refuses or is none is told apart, without its login", async () => {
    await using closed = await proxy(() => false);
    const url = "https://vault.invalid/";
    const login = await failureOf(ask(url, { proxy: `http://u:${CANARY}@127.0.0.1:${closed.port}/` }));
    expect(login).toMatchObject({ code: "invalid-connection", message: "the proxy wants a login" });
    await using open = await proxy();
    expect((await failureOf(ask(url, { proxy: `http://127.0.0.1:${open.port}` }))).code).toBe("unavailable");
    for (const text of [`socks://${CANARY}:1`, `http://127.0.0.1/${CANARY}`, CANARY, "http://169.254.1.1:3128"]) {
      expect((await failureOf(ask(url, { proxy: text }))).code).toBe("invalid-connection");
    }
  });

  it("takes plain HTTP only where a person wants it, for loopback means its own machine", async () => {
    await using server = await proxy();
    const through = `http://127.0.0.1:${server.port}`;
    expect((await failureOf(ask("http://127.0.0.1:8200/v1/x", { proxy: through }))).message).toMatch(/without TLS/);
    const answer = await ask("http://vault.example/v1/x", { proxy: through, allowPlainHttp: true });
    expect(Buffer.from(answer.body).toString()).toBe("by the proxy");
    expect(server.asked).toEqual(["GET http://vault.example/v1/x vault.example"]);
  });

  it("is not read from the environment", async () => {
    await using wrong = await proxy();
    await using server = await http((_, response) => response.end("direct"));
    const names = ["http_proxy", "HTTP_PROXY", "NODE_USE_ENV_PROXY"];
    const before = names.map((name) => process.env[name]);
    for (const name of names) process.env[name] = name.startsWith("NODE") ? "1" : `http://127.0.0.1:${wrong.port}`;
    try {
      expect(Buffer.from((await ask(`http://127.0.0.1:${server.port}/`)).body).toString()).toBe("direct");
    } finally {
      for (const [index, name] of names.entries()) {
        if (before[index] === undefined) delete process.env[name];
        else process.env[name] = before[index];
      }
    }
    expect(wrong.asked).toEqual([]);
  });
});
