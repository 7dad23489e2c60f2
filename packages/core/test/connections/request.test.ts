import { mkdtemp, rm } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CANARY } from "./fixtures.ts";
import { eachWithHost, failureOf } from "./http/asking.ts";
import { http, raw } from "./http/servers.ts";

const { ask, close } = eachWithHost();

async function bodyOf(request: IncomingMessage): Promise<string> {
  return Buffer.concat(await request.toArray()).toString();
}

describe("an exchange", () => {
  it("sends what it was given, byte for byte, and gives the answer as it is", async () => {
    await using server = await http(async (request, response) => {
      const { method, url, headers } = request;
      const body = await bodyOf(request);
      response.writeHead(404, { "X-Two": ["a", "b"] });
      response.end(
        JSON.stringify({
          method,
          url,
          host: headers.host,
          token: headers["x-token"],
          length: headers["content-length"],
          body,
        }),
      );
    });
    const url = `http://127.0.0.1:${server.port}/v1/a%2Fb%2e/c?x=%20;'&y`;
    const answer = await ask(url, { method: "PROPFIND", headers: { "X-Token": CANARY }, body: "é" });
    expect(answer.status).toBe(404);
    expect(answer.headers["x-two"]).toBe("a, b");
    expect(answer.body.constructor).toBe(Uint8Array);
    expect(JSON.parse(Buffer.from(answer.body).toString())).toEqual({
      method: "PROPFIND",
      url: "/v1/a%2Fb%2e/c?x=%20;'&y",
      host: `127.0.0.1:${server.port}`,
      token: CANARY,
      length: "2",
      body: "é",
    });
  });

  it("follows no redirect: another server gets nothing", async () => {
    let reached = 0;
    await using other = await http((_, response) => {
      reached += 1;
      response.end();
    });
    await using server = await http((_, response) => {
      response.writeHead(307, { location: `http://127.0.0.1:${other.port}/` }).end();
    });
    const answer = await ask(`http://127.0.0.1:${server.port}/`, { headers: { "X-Vault-Token": CANARY } });
    expect(answer.status).toBe(307);
    expect(reached).toBe(0);
  });

  it("keeps a connection for the next request, and closes it with the session", async () => {
    const ports = new Set<number | undefined>();
    await using server = await http((request, response) => {
      ports.add(request.socket.remotePort);
      response.end("x");
    });
    for (let n = 0; n < 3; n += 1) await ask(`http://127.0.0.1:${server.port}/`);
    expect(ports.size).toBe(1);
    close();
    await ask(`http://127.0.0.1:${server.port}/`);
    expect(ports.size).toBe(2);
  });

  it("reaches a Unix socket", async () => {
    const folder = await mkdtemp(join(tmpdir(), "keyferry-socket-"));
    try {
      const socketPath = join(folder, "s");
      await using _server = await http((request, response) => response.end(request.url), socketPath);
      const answer = await ask("http://vault/v1/x", { socketPath });
      expect(Buffer.from(answer.body).toString()).toBe("/v1/x");
      const missing = await failureOf(ask("http://vault/", { socketPath: join(folder, "none") }));
      expect(missing).toMatchObject({ code: "unavailable", message: expect.stringMatching(/socket does not exist/) });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe("a broken exchange", () => {
  it("is unavailable where nothing listens", async () => {
    const { port } = await (async () => {
      await using server = await http(() => undefined);
      return { port: server.port };
    })();
    const failure = await failureOf(ask(`http://127.0.0.1:${port}/${CANARY}`));
    expect(failure).toMatchObject({
      code: "unavailable",
      message: `http://127.0.0.1:${port} cannot be asked: nothing listens there`,
    });
  });

  it("has a limit over the whole of it: silence, slow headers and a slow body", async () => {
    await using silent = await http(() => undefined);
    await using slow = await http((_, response) => {
      response.write("x");
      const drip = setInterval(() => response.write("x"), 20);
      response.once("close", () => clearInterval(drip));
    });
    for (const { port } of [silent, slow]) {
      const failure = await failureOf(ask(`http://127.0.0.1:${port}/`, { timeoutMs: 150 }));
      expect(failure).toMatchObject({
        code: "unavailable",
        message: expect.stringMatching(/did not answer within 0.15 s/),
      });
    }
  });

  it("ends at once when the caller gives up, and frees its socket", async () => {
    const asked = Promise.withResolvers<void>();
    const closed = Promise.withResolvers<void>();
    await using server = await http((_, response) => {
      response.once("close", () => closed.resolve());
      response.write("x", () => asked.resolve());
    });
    const caller = new AbortController();
    const call = failureOf(ask(`http://127.0.0.1:${server.port}/`, { signal: caller.signal }));
    await asked.promise;
    setTimeout(() => caller.abort(), 50);
    expect((await call).code).toBe("cancelled");
    await closed.promise;
  });

  it("is integrity for a body over the cap, told or not", async () => {
    await using server = await http((request, response) => {
      if (request.url === "/told") response.setHeader("content-length", 101);
      response.write("x".repeat(60));
      response.end("x".repeat(41));
    });
    for (const path of ["told", "untold"]) {
      const url = `http://127.0.0.1:${server.port}/${path}`;
      expect(await failureOf(ask(url, { maxBytes: 100 }))).toMatchObject({
        code: "integrity",
        message: expect.stringMatching(/longer than 100 bytes/),
      });
      expect((await ask(url, { maxBytes: 101 })).body.length).toBe(101);
    }
  });

  it.each([
    ["cut off", `HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n${CANARY}`, "integrity"],
    ["cut off in chunks", `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n${CANARY}`, "integrity"],
    ["no HTTP", `${CANARY}\r\n\r\n`, "integrity"],
    ["ended before its head", "HTTP/1.1 200 OK\r\n", "unavailable"],
    ["with endless headers", `HTTP/1.1 200 OK\r\nX: ${"x".repeat(100_000)}\r\n\r\n`, "integrity"],
  ])("is never taken for whole when %s", async (_, bytes, code) => {
    await using server = await raw(bytes);
    expect((await failureOf(ask(`http://127.0.0.1:${server.port}/`))).code).toBe(code);
  });
});
