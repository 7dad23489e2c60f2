import {
  BatchGetSecretValueCommand,
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  ListSecretVersionIdsCommand,
  paginateListSecrets,
} from "@aws-sdk/client-secrets-manager";
import { describe, expect, it } from "vitest";
import { client, nameOf, store } from "./harness.ts";

const get = (SecretId: string, more: object = {}): GetSecretValueCommand =>
  new GetSecretValueCommand({ SecretId, ...more });
const batch = (input: object): BatchGetSecretValueCommand => new BatchGetSecretValueCommand(input);

describe("GetSecretValue", () => {
  it("gives text and bytes as they were put", async () => {
    const aws = await store();
    const sdk = client(aws);
    const { arn, versionId } = aws.put("backup/nas", { text: 'p"ä\n€🔑' });
    aws.put("blob", { bytes: Uint8Array.of(0, 255, 1) });
    const text = await sdk.send(get("backup/nas"));
    expect(text).toMatchObject({ ARN: arn, Name: "backup/nas", VersionId: versionId, SecretString: 'p"ä\n€🔑' });
    expect(text.VersionStages).toEqual(["AWSCURRENT"]);
    expect(text.CreatedDate).toBeInstanceOf(Date);
    expect(text.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
    const bytes = await sdk.send(get("blob"));
    expect(bytes.SecretString).toBeUndefined();
    expect([...(bytes.SecretBinary ?? [])]).toEqual([0, 255, 1]);
  });

  it("follows versions and stages", async () => {
    const aws = await store();
    const sdk = client(aws);
    const first = aws.put("key", { text: "one" });
    aws.rotate("key", { text: "two" });
    aws.rotate("key", { text: "next", stages: ["AWSPENDING", "mine"] });
    expect((await sdk.send(get("key"))).SecretString).toBe("two");
    expect((await sdk.send(get("key", { VersionStage: "AWSPREVIOUS" }))).SecretString).toBe("one");
    expect((await sdk.send(get("key", { VersionStage: "mine" }))).SecretString).toBe("next");
    expect((await sdk.send(get("key", { VersionId: first.versionId }))).SecretString).toBe("one");
    const mismatch = get("key", { VersionId: first.versionId, VersionStage: "AWSCURRENT" });
    expect(await nameOf(sdk.send(mismatch))).toBe("InvalidRequestException");
    expect(await nameOf(sdk.send(get("key", { VersionStage: "none" })))).toBe("ResourceNotFoundException");
    aws.rotate("key", { text: "three" });
    const described = await sdk.send(new DescribeSecretCommand({ SecretId: "key" }));
    expect(Object.values(described.VersionIdsToStages ?? {})).toEqual([
      ["AWSPREVIOUS"],
      ["AWSPENDING", "mine"],
      ["AWSCURRENT"],
    ]);
  });

  it("finds by name, ARN and partial ARN, but not by a partial ARN that looks whole", async () => {
    const aws = await store();
    const sdk = client(aws);
    const { arn } = aws.put("db/main", { text: "x" });
    const odd = aws.put("db-abc123", { text: "y" });
    expect(arn).toMatch(/^arn:aws:secretsmanager:eu-west-1:123456789012:secret:db\/main-[A-Za-z0-9]{6}$/);
    for (const id of ["db/main", arn, arn.slice(0, -7)]) expect((await sdk.send(get(id))).Name).toBe("db/main");
    expect((await sdk.send(get(odd.arn))).Name).toBe("db-abc123");
    for (const id of [odd.arn.slice(0, -7), arn.replace("eu-west-1", "us-east-1"), `db/main${arn.slice(-7)}`]) {
      expect(await nameOf(sdk.send(get(id)))).toBe("ResourceNotFoundException");
    }
    aws.remove("db/main");
    expect(aws.put("db/main", { text: "z" }).arn).not.toBe(arn);
  });

  it("says why it gives nothing", async () => {
    const aws = await store();
    const sdk = client(aws);
    aws.put("gone", { text: "x" });
    aws.scheduleDeletion("gone");
    aws.put("closed", { text: "x" });
    aws.deny({ action: "secretsmanager:GetSecretValue", name: "closed" });
    aws.deny({ name: "unborn" });
    expect(await nameOf(sdk.send(get("missing")))).toBe("ResourceNotFoundException");
    expect(await nameOf(sdk.send(get("gone")))).toBe("InvalidRequestException");
    expect(await nameOf(sdk.send(get("closed")))).toBe("AccessDeniedException");
    expect(await nameOf(sdk.send(get("unborn")))).toBe("AccessDeniedException");
    expect(await nameOf(sdk.send(get("")))).toBe("ValidationException");
    aws.allow();
    expect((await sdk.send(get("closed"))).Name).toBe("closed");
  });
});

describe("BatchGetSecretValue", () => {
  it("answers what it can, and names what it cannot", async () => {
    const aws = await store();
    aws.put("a", { text: "1" });
    aws.put("b", { text: "2" });
    aws.put("c", { text: "3" });
    aws.scheduleDeletion("b");
    aws.deny({ action: "GetSecretValue", name: "c" });
    const { SecretValues, Errors, NextToken } = await client(aws).send(batch({ SecretIdList: ["a", "b", "c", "d"] }));
    expect(SecretValues?.map(({ Name, SecretString }) => [Name, SecretString])).toEqual([["a", "1"]]);
    expect(Errors?.map(({ SecretId, ErrorCode }) => [SecretId, ErrorCode])).toEqual([
      ["b", "InvalidRequestException"],
      ["c", "AccessDeniedException"],
      ["d", "ResourceNotFoundException"],
    ]);
    expect(NextToken).toBeUndefined();
    expect([...(aws.calls[0]?.actions ?? [])]).toEqual([
      "secretsmanager:BatchGetSecretValue",
      "secretsmanager:GetSecretValue",
    ]);
  });

  it("takes 20 ids and a right of its own", async () => {
    const aws = await store();
    const sdk = client(aws);
    const ids = Array.from({ length: 21 }, (_, n) => `s${n}`);
    for (const id of ids) aws.put(id, { text: id });
    expect((await sdk.send(batch({ SecretIdList: ids.slice(0, 20) }))).SecretValues).toHaveLength(20);
    expect(await nameOf(sdk.send(batch({ SecretIdList: ids })))).toBe("ValidationException");
    expect(await nameOf(sdk.send(batch({})))).toBe("InvalidParameterException");
    const byFilter = await sdk.send(batch({ Filters: [{ Key: "name", Values: ["s1"] }], MaxResults: 4 }));
    expect(byFilter.SecretValues?.map(({ Name }) => Name)).toEqual(["s1", "s10", "s11", "s12"]);
    aws.deny({ action: "BatchGetSecretValue" });
    expect(await nameOf(sdk.send(batch({ SecretIdList: ["s1"] })))).toBe("AccessDeniedException");
    expect((await sdk.send(get("s1"))).SecretString).toBe("s1");
  });

  it("splits an answer over pages, an empty one among them", async () => {
    const aws = await store();
    const sdk = client(aws);
    const ids = ["a", "b", "c", "d", "e"];
    for (const id of ids) aws.put(id, { text: id });
    aws.paging.batch = 2;
    aws.fault({ kind: "empty-page", times: 1 });
    const pages: (string | undefined)[][] = [];
    let NextToken: string | undefined;
    do {
      const page = await sdk.send(batch({ SecretIdList: ids, ...(NextToken && { NextToken }) }));
      pages.push((page.SecretValues ?? []).map(({ Name }) => Name));
      NextToken = page.NextToken;
    } while (NextToken);
    expect(pages).toEqual([[], ["a", "b"], ["c", "d"], ["e"]]);
    expect(await nameOf(sdk.send(batch({ SecretIdList: ids, NextToken: "bm9uZQ" })))).toBe("InvalidNextTokenException");
  });
});

describe("ListSecrets", () => {
  it("pages through 10,000 secrets without a value", async () => {
    const aws = await store();
    for (let n = 0; n < 10_000; n++) aws.put(`bulk/${n}`, { text: "x" });
    const names = new Set<string | undefined>();
    let requests = 0;
    for await (const page of paginateListSecrets({ client: client(aws), pageSize: 100 }, {})) {
      requests += 1;
      for (const entry of page.SecretList ?? []) names.add(entry.Name);
      expect(JSON.stringify(page)).not.toContain("SecretString");
    }
    expect([names.size, requests]).toEqual([10_000, 100]);
  });

  it("filters as the vendor does", async () => {
    const aws = await store();
    const sdk = client(aws);
    aws.put("DatabaseSecret", { text: "x", description: "Main store" });
    aws.put("databaseSecret", { text: "x" });
    aws.put("MyDatabase42", { text: "x", description: "The main one" });
    const list = async (Key: "name" | "description" | "all", ...Values: string[]): Promise<(string | undefined)[]> =>
      ((await sdk.send(new ListSecretsCommand({ Filters: [{ Key, Values }] }))).SecretList ?? []).map(
        ({ Name }) => Name,
      );
    expect(await list("name", "Data")).toEqual(["DatabaseSecret"]);
    expect(await list("name", "!Data")).toEqual(["databaseSecret", "MyDatabase42"]);
    expect(await list("name", "Data", "My")).toEqual(["DatabaseSecret", "MyDatabase42"]);
    expect(await list("description", "main")).toEqual(["DatabaseSecret"]);
    expect(await list("all", "MAIN")).toEqual(["DatabaseSecret", "MyDatabase42"]);
    expect(await list("all", "42")).toEqual(["MyDatabase42"]);
    expect(await nameOf(sdk.send(new ListSecretsCommand({ MaxResults: 101 })))).toBe("ValidationException");
  });

  it("leaves out what is marked for deletion, unless asked", async () => {
    const aws = await store();
    const sdk = client(aws);
    aws.put("kept", { text: "x" });
    aws.put("going", { text: "x" });
    aws.scheduleDeletion("going");
    expect((await sdk.send(new ListSecretsCommand({}))).SecretList?.map(({ Name }) => Name)).toEqual(["kept"]);
    const all = await sdk.send(new ListSecretsCommand({ IncludePlannedDeletion: true, SortOrder: "desc" }));
    expect(all.SecretList?.map(({ Name }) => Name)).toEqual(["going", "kept"]);
    expect(all.SecretList?.[0]?.DeletedDate).toBeInstanceOf(Date);
    expect((await sdk.send(new DescribeSecretCommand({ SecretId: "going" }))).DeletedDate).toBeInstanceOf(Date);
  });
});

describe("what the store notes", () => {
  it("counts a write, and does not do it", async () => {
    const aws = await store();
    const sdk = client(aws);
    aws.put("kept", { text: "x" });
    await sdk.send(get("kept"));
    expect(aws.writes).toEqual([]);
    const create = new CreateSecretCommand({ Name: "new", SecretString: "never noted" });
    expect(await nameOf(sdk.send(create))).toBe("AccessDeniedException");
    expect(await nameOf(sdk.send(new DeleteSecretCommand({ SecretId: "kept" })))).toBe("AccessDeniedException");
    expect(await nameOf(sdk.send(new ListSecretVersionIdsCommand({ SecretId: "kept" })))).toBe(
      "UnknownOperationException",
    );
    expect(aws.writes.map(({ operation }) => operation)).toEqual([
      "CreateSecret",
      "DeleteSecret",
      "ListSecretVersionIds",
    ]);
    expect((await sdk.send(get("kept"))).SecretString).toBe("x");
    expect(JSON.stringify(aws.calls)).not.toContain("never noted");
  });

  it("keeps who asked for what, and how it ended", async () => {
    const aws = await store();
    await nameOf(client(aws).send(get("missing")));
    expect(aws.calls).toEqual([
      {
        service: "secretsmanager",
        operation: "GetSecretValue",
        actions: new Set(["secretsmanager:GetSecretValue"]),
        secretIds: ["missing"],
        accessKeyId: aws.credentials.accessKeyId,
        at: expect.any(Number),
        write: false,
        status: 400,
        refused: "ResourceNotFoundException",
      },
    ]);
  });
});
