import { ListSecretsCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { expectedSignature, parseAuthorization } from "../../../apps/test-harness/src/aws/sigv4.ts";
import { connection, KEYS, open, patient } from "./support/connection.ts";
import { awsError, type FixtureServer, fixture, startFixtureServer } from "./support/fixture-server.ts";

let server: FixtureServer;

beforeEach(async () => {
  server = await startFixtureServer();
  server.answer({ body: fixture("list-secrets.json") });
});
afterEach(() => server.close());

/** The path that the SDK's own client asks, with the same endpoint. */
async function pathOfSdk(endpoint: string): Promise<string | undefined> {
  const client = new SecretsManagerClient({ region: "eu-west-1", endpoint, credentials: KEYS });
  await client.send(new ListSecretsCommand({ MaxResults: 100 }));
  client.destroy();
  return server.seen.at(-1)?.path;
}

describe("a request on the wire", () => {
  it.each(["", "/", "/proxied", "/a/b/", "/a%20b/c", "/a/../b", "/a~b!c'(d)*e", "/x//y", "/ü"])(
    "to an endpoint with the path %j goes where the SDK's goes, with the signature that AWS computes",
    async (path) => {
      const endpoint = server.url + path;
      const there = await pathOfSdk(endpoint);
      const auth = { method: "session-token", fields: {} };
      const session = await open(connection({ endpoint }, auth, { ...KEYS, sessionToken: "canary-session-token-7Q" }));
      await session.list({ cursor: "seite-ü" }, patient());
      await session.dispose();
      const seen = server.seen.at(-1);
      const headers = Object.fromEntries(
        Object.entries(seen?.headers ?? {}).map(([name, value]) => [name, `${value}`]),
      );
      const signed = parseAuthorization(headers.authorization ?? "");
      if (seen === undefined || signed === undefined) throw new Error("nothing that is signed was sent");
      expect(seen.path).toBe(there);
      const needed = ["content-type", "host", "x-amz-date", "x-amz-security-token", "x-amz-target"];
      expect(signed.signedHeaders).toEqual(needed);
      // AWS folds repeated slashes before it computes a signature.
      const target = seen.path.replace(/\/{2,}/g, "/");
      const request = { method: "POST", target, headers, body: Buffer.from(seen.body) };
      expect(signed.signature).toBe(expectedSignature(request, signed, KEYS.secretAccessKey));
    },
  );

  it.each([3_600_000, -3_600_000])("is signed with the time of the answer before it: %d ms away", async (ahead) => {
    const client = new SecretsManagerClient({
      region: "eu-west-1",
      endpoint: server.url,
      credentials: KEYS,
      maxAttempts: 1,
    });
    const session = await open(connection({ endpoint: server.url }));
    server.answer(() =>
      awsError("InvalidSignatureException", "Signature expired", 403, {
        date: new Date(Date.now() + ahead).toUTCString(),
      }),
    );
    const minutesAhead = () => {
      const [, year, month, day, time = ""] =
        /^(.{4})(..)(..)T(.{6})Z$/.exec(`${server.seen.at(-1)?.headers["x-amz-date"]}`) ?? [];
      const at = Date.parse(`${year}-${month}-${day}T${time.replace(/(..)(..)/, "$1:$2:")}Z`);
      // Adding nothing makes 0 of -0.
      return Math.round((at - Date.now()) / 60_000) + 0;
    };
    const ask = {
      sdk: () => client.send(new ListSecretsCommand({})).catch(() => undefined),
      ours: () => session.list({}, patient()).catch(() => undefined),
    };
    for (const list of [ask.sdk, ask.ours]) {
      await list();
      expect(minutesAhead()).toBe(0);
      await list();
      expect(minutesAhead()).toBe(ahead / 60_000);
    }
    expect(server.seen).toHaveLength(4);
    client.destroy();
    await session.dispose();
  });
});
