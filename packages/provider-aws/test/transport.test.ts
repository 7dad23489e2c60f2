import type { Session } from "@keyferry/core/provider";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connection, open, patient } from "./support/connection.ts";
import { failureOf } from "./support/failure-of.ts";
import { type FixtureServer, fixture, type Handler, startFixtureServer } from "./support/fixture-server.ts";

const HTML = "<html><body>Sign in to the hotel's network, canary-user-7Q, canary-password-7Q</body></html>";

let server: FixtureServer;
let session: Session;

beforeEach(async () => {
  server = await startFixtureServer();
  session = await open(connection({ endpoint: server.url }));
});
afterEach(async () => {
  await session.dispose();
  await server.close();
});

const readFailure = () => failureOf(session.fetch([{ name: "backup/nas" }], patient()));

describe("what is not AWS", () => {
  const cut: Handler = (_, response) => {
    response.writeHead(200, { "content-length": "5000" });
    response.write(fixture("get-secret-value.json").slice(0, 200), () => response.destroy());
    return undefined;
  };
  const flood: Handler = (_, response) => {
    response.writeHead(200, { "content-type": "application/x-amz-json-1.1" });
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(1024 * 1024, "a")));
    };
    response.on("drain", more);
    more();
    return undefined;
  };
  it.each<[string, Handler, string]>([
    ["a web page", () => ({ headers: { "content-type": "text/html" }, body: HTML }), "integrity"],
    ["a web page that forbids", () => ({ status: 403, body: HTML }), "integrity"],
    ["a gateway's page", () => ({ status: 502, body: HTML }), "unavailable"],
    ["a redirect", () => ({ status: 302, headers: { location: "http://127.0.0.1:1/" }, body: "" }), "integrity"],
    [
      "a value in broken JSON",
      () => ({ body: `{"Name":"backup/nas","SecretString":"canary-password-7Q` }),
      "integrity",
    ],
    ["JSON of another shape", () => ({ body: `["canary-password-7Q"]` }), "integrity"],
    [
      "a value that is no text",
      () => ({ body: `{"Name":"backup/nas","VersionId":"v","SecretString":{"x":"canary-nas-7Q"}}` }),
      "integrity",
    ],
    ["an answer that is cut off", cut, "integrity"],
    ["an answer without an end", flood, "integrity"],
    ["a hang-up", (_, response) => void response.destroy(), "unavailable"],
  ])("%s is reported without a word of it", async (_, handler, code) => {
    server.answer(handler);
    expect((await readFailure()).code).toBe(code);
    expect(server.seen).toHaveLength(1);
  });

  it("is unavailable where nobody listens", async () => {
    await server.close();
    expect((await readFailure()).code).toBe("unavailable");
    server = await startFixtureServer();
  });

  it("is a wrong connection where it does not speak TLS", async () => {
    const wrong = await open(connection({ endpoint: server.url.replace("http:", "https:") }));
    const failure = await failureOf(wrong.fetch([{ name: "backup/nas" }], patient()));
    expect(failure.code).toBe("invalid-connection");
    await wrong.dispose();
  });
});

describe("an abort", () => {
  it.each<[string, Handler]>([
    ["before the answer", () => undefined],
    ["within the answer", (_, response) => void response.writeHead(200).write('{"Name":')],
  ])("%s ends the call at once", async (_, handler) => {
    const abort = new AbortController();
    server.answer((request, response) => {
      setTimeout(() => abort.abort(), 20);
      return handler(request, response);
    });
    const start = performance.now();
    const failure = await failureOf(session.fetch([{ name: "backup/nas" }], { signal: abort.signal }));
    expect(failure.code).toBe("cancelled");
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it("before the call sends nothing", async () => {
    const failure = await failureOf(session.fetch([{ name: "a" }, { name: "b" }], { signal: AbortSignal.abort() }));
    expect(failure.code).toBe("cancelled");
    expect(server.seen).toHaveLength(0);
  });
});
