import type { Session } from "@keyferry/core/provider";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connection, open, patient } from "./support/connection.ts";
import { awsError, type FixtureServer, fixture, startFixtureServer } from "./support/fixture-server.ts";

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

describe("list", () => {
  it("gives one page of names, descriptions and versions, and where the next begins", async () => {
    server.answer({ body: fixture("list-secrets.json") });
    expect(await session.list({}, patient())).toEqual({
      items: [
        {
          name: "backup/nas",
          description: "The NAS of the backup",
          updatedAt: "2024-08-12T15:39:05.729Z",
          versions: ["a1b2c3d4-5678-90ab-cdef-EXAMPLE11111", "a1b2c3d4-5678-90ab-cdef-EXAMPLE00000"],
        },
        { name: "rds!db-0123", updatedAt: "2018-04-11T20:05:45.713Z" },
      ],
      next: "page-2",
    });
    expect(server.seen.map(({ call, json }) => [call, json])).toEqual([["ListSecrets", { MaxResults: 100 }]]);
  });

  it("passes the cursor on, and no filter, since AWS's would lose names that contain the text", async () => {
    server.answer({ body: JSON.stringify({ SecretList: [] }) });
    expect(await session.list({ filter: "nas", cursor: "page-2" }, patient())).toEqual({ items: [] });
    expect(server.seen[0]?.json).toEqual({ MaxResults: 100, NextToken: "page-2" });
  });

  it.each([
    ["without a list", "{}"],
    ["with a secret without a name", JSON.stringify({ SecretList: [{ Description: "x" }] })],
  ])("refuses an answer %s", async (_, body) => {
    server.answer({ body });
    await expect(session.list({}, patient())).rejects.toMatchObject({ failure: { code: "integrity" } });
  });
});

describe("describe", () => {
  it("gives the live version first and the pending one last", async () => {
    server.answer({ body: fixture("describe-secret.json") });
    const secret = await session.describe?.({ name: "backup/nas" }, patient());
    expect(secret?.versions?.map((id) => id.slice(-5))).toEqual(["11111", "00000", "55555", "99999"]);
    expect(secret).toMatchObject({ name: "backup/nas", description: "The NAS of the backup" });
    expect(server.seen.map(({ call, json }) => [call, json])).toEqual([["DescribeSecret", { SecretId: "backup/nas" }]]);
  });

  it("refuses the description of another secret", async () => {
    server.answer({ body: fixture("describe-secret.json") });
    await expect(session.describe?.({ name: "other" }, patient())).rejects.toMatchObject({
      failure: { code: "integrity" },
    });
  });
});

describe("check", () => {
  it("proves the login with a list of one name, and names the account", async () => {
    server.answer({ body: fixture("list-secrets.json") });
    expect(await session.check(patient())).toEqual({ canList: "yes", identity: "account 111122223333" });
    expect(server.seen.map(({ call, json }) => [call, json])).toEqual([["ListSecrets", { MaxResults: 1 }]]);
  });

  it("takes a denied list for a proven login", async () => {
    server.answer(awsError("AccessDeniedException", "User canary-user-7Q is not authorized"));
    expect(await session.check(patient())).toEqual({ canList: "no" });
  });

  it("fails where the login is not accepted", async () => {
    server.answer(awsError("UnrecognizedClientException", "The security token included in the request is invalid."));
    await expect(session.check(patient())).rejects.toMatchObject({ failure: { code: "unauthenticated" } });
  });

  it("fails where the login is of another account than the one stated", async () => {
    const other = await open(connection({ endpoint: server.url, accountId: "999999999999" }));
    server.answer({ body: fixture("list-secrets.json") });
    await expect(other.check(patient())).rejects.toMatchObject({ failure: { code: "invalid-connection" } });
    await other.dispose();
  });
});
