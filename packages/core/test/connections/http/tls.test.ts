import { beforeAll, describe, expect, it } from "vitest";
import { CANARY } from "../fixtures.ts";
import { eachWithHost, failureOf } from "./asking.ts";
import { certificate, type Pair, proxy, tls } from "./servers.ts";

const { ask } = eachWithHost();

describe("TLS", () => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await certificate("localhost", "127.0.0.1");
  });
  const hello = (_: unknown, response: { end(text: string): void }) => response.end("hello");

  it("accepts a given CA, by name and by address", async () => {
    await using server = await tls(pair, hello);
    for (const host of ["localhost", "127.0.0.1"]) {
      const answer = await ask(`https://${host}:${server.port}/`, { tls: { ca: pair.cert } });
      expect(Buffer.from(answer.body).toString()).toBe("hello");
    }
  });

  it("refuses an unknown CA, also where the environment turns the check off", async () => {
    let reached = 0;
    await using server = await tls(pair, (_, response) => {
      reached += 1;
      response.end();
    });
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
    try {
      const failure = await failureOf(ask(`https://127.0.0.1:${server.port}/`, { headers: { "X-Token": CANARY } }));
      expect(failure).toMatchObject({
        code: "invalid-connection",
        message: expect.stringMatching(/TLS with .* failed/),
      });
    } finally {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
    }
    expect(reached).toBe(0);
  });

  it("refuses another name, an expired certificate and an old protocol", async () => {
    const other = await certificate("vault.example");
    await using named = await tls(other, hello);
    const wrong = await failureOf(ask(`https://127.0.0.1:${named.port}/`, { tls: { ca: other.cert } }));
    expect(wrong.message).toMatch(/ERR_TLS_CERT_ALTNAME_INVALID/);
    expect(
      (await ask(`https://127.0.0.1:${named.port}/`, { tls: { ca: other.cert, serverName: "vault.example" } })).status,
    ).toBe(200);
    const past = { notBeforeDate: new Date("2020-01-01"), notAfterDate: new Date("2021-01-01") };
    const expired = await certificate("localhost", "127.0.0.1", past);
    await using late = await tls(expired, hello);
    expect((await failureOf(ask(`https://127.0.0.1:${late.port}/`, { tls: { ca: expired.cert } }))).message).toMatch(
      /CERT_HAS_EXPIRED/,
    );
    const old = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" } as const;
    await using ancient = await tls(pair, hello, old);
    expect((await failureOf(ask(`https://127.0.0.1:${ancient.port}/`, { tls: { ca: pair.cert } }))).code).toBe(
      "invalid-connection",
    );
  });

  it("shows a client certificate", async () => {
    await using server = await tls(pair, hello, { requestCert: true, rejectUnauthorized: true, ca: pair.cert });
    const url = `https://127.0.0.1:${server.port}/`;
    expect((await ask(url, { tls: { ca: pair.cert, cert: pair.cert, key: pair.private } })).status).toBe(200);
    // Another identity never goes over the connection of the first one.
    expect((await failureOf(ask(url, { tls: { ca: pair.cert } }))).code).toMatch(/invalid-connection|unavailable/);
  });

  it("is unharmed by the text of a damaged CA or key", async () => {
    await using server = await tls(pair, hello);
    const damaged = { ca: pair.cert, cert: CANARY, key: CANARY };
    expect((await failureOf(ask(`https://127.0.0.1:${server.port}/`, { tls: damaged }))).code).toBe(
      "invalid-connection",
    );
  });

  it("goes through a proxy by a tunnel, with the proxy's login for the proxy alone", async () => {
    const headers: unknown[] = [];
    await using server = await tls(pair, (request, response) => {
      headers.push(request.headers);
      response.end("in the tunnel");
    });
    await using through = await proxy();
    const url = `https://localhost:${server.port}/v1/x`;
    const answer = await ask(url, {
      proxy: `http://user:p%40ss@127.0.0.1:${through.port}`,
      tls: { ca: pair.cert },
      headers: { "X-Token": CANARY },
    });
    expect(Buffer.from(answer.body).toString()).toBe("in the tunnel");
    const login = Buffer.from("user:p@ss").toString("base64");
    expect(through.asked).toEqual([`CONNECT localhost:${server.port} Basic ${login}`]);
    expect(headers).toEqual([expect.objectContaining({ "x-token": CANARY, host: `localhost:${server.port}` })]);
    expect(headers).not.toEqual([expect.objectContaining({ "proxy-authorization": expect.anything() })]);
    expect((await failureOf(ask(url, { proxy: `http://127.0.0.1:${through.port}` }))).code).toBe("invalid-connection");
  });
});
