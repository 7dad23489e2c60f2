import type { Session } from "@keyferry/core/provider";
import { type AwsStore, startAwsStore } from "@keyferry/test-harness/aws";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { policy } from "../src/policy.ts";
import { connection, open, patient } from "./support/connection.ts";

const ROLE = "arn:aws:iam::123456789012:role/backup";

let store: AwsStore;
let session: Session;

/** The store checks each signature, so that a read that succeeds was signed as AWS wants it. */
beforeEach(async () => {
  store = await startAwsStore();
  session = await open(connection({ endpoint: store.endpoint }, undefined, { ...store.credentials }));
});
afterEach(async () => {
  await session.dispose();
  await store.close();
});

const text = (value: string) => expect.objectContaining({ ok: true, payload: { kind: "text", text: value } });
const failed = (code: string) => expect.objectContaining({ ok: false, error: expect.objectContaining({ code }) });
const operations = () => store.calls.map(({ operation }) => operation);

describe("against a store that speaks AWS's protocol", () => {
  it("reads twenty secrets by name, ARN and partial ARN in one call, page by page", async () => {
    const names = Array.from({ length: 20 }, (_, index) => `backup/${index}`);
    const arns = names.map((name) => store.put(name, { text: `value of ${name}` }).arn);
    store.paging.batch = 7;
    const addresses = names.map((name, index) => ({
      name: [name, arns[index] ?? "", (arns[index] ?? "").slice(0, -7)][index % 3] ?? "",
    }));
    const outcomes = await session.fetch(addresses, patient());
    expect(outcomes).toEqual(names.map((name) => text(`value of ${name}`)));
    expect(operations()).toEqual(["BatchGetSecretValue", "BatchGetSecretValue", "BatchGetSecretValue"]);
  });

  it("tells a missing, a denied, a dying and a dropped secret of a batch apart", async () => {
    for (const name of ["fine", "locked", "dying"]) store.put(name, { text: name });
    store.deny({ action: "GetSecretValue", name: "locked" });
    store.scheduleDeletion("dying");
    const addresses = ["fine", "locked", "dying", "gone"].map((name) => ({ name }));
    expect(await session.fetch(addresses, patient())).toEqual([
      text("fine"),
      failed("access-denied"),
      failed("not-found"),
      failed("not-found"),
    ]);
    store.fault({ kind: "drop-one" });
    expect(await session.fetch(addresses, patient())).toContainEqual(failed("integrity"));
  });

  it("asks for single reads where the batch's right is missing, and these succeed", async () => {
    store.put("a", { text: "1" });
    store.put("b", { text: "2" });
    store.deny({ action: "BatchGetSecretValue" });
    const addresses = [{ name: "a" }, { name: "b" }];
    const split = expect.objectContaining({
      error: expect.objectContaining({ code: "access-denied", splitBatch: true }),
    });
    expect(await session.fetch(addresses, patient())).toEqual([split, split]);
    expect(await session.fetch([{ name: "b" }], patient())).toEqual([text("2")]);
  });

  it("pins versions and stages, and never takes a name for the ARN that it looks like", async () => {
    const first = store.put("db", { text: "old" });
    store.rotate("db", { text: "new" });
    store.put("db-secret", { text: "of another" });
    const read = async (name: string, version?: string) =>
      (await session.fetch([version === undefined ? { name } : { name, version }], patient()))[0];
    expect(await read("db")).toEqual(text("new"));
    expect(await read("db", first.versionId)).toEqual(text("old"));
    expect(await read("db", "AWSPREVIOUS")).toEqual(text("old"));
    expect(await read("db", "blue")).toEqual(failed("not-found"));
    expect(await read("db-secret")).toEqual(text("of another"));
    expect(await read(`${first.arn.slice(0, -7)}-secret`)).toEqual(failed("not-found"));
  });

  it("lists page by page and describes", async () => {
    for (let index = 0; index < 5; index++) store.put(`n${index}`, { text: "x", description: `the ${index}` });
    store.paging.list = 2;
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await session.list(cursor === undefined ? {} : { cursor }, patient());
      names.push(...page.items.map(({ name }) => name));
      cursor = page.next;
    } while (cursor !== undefined);
    expect(names.sort()).toEqual(["n0", "n1", "n2", "n3", "n4"]);
    expect(await session.describe?.({ name: "n3" }, patient())).toMatchObject({ name: "n3", description: "the 3" });
    await expect(session.describe?.({ name: "gone" }, patient())).rejects.toMatchObject({
      failure: { code: "not-found" },
    });
  });

  it("assumes a role there, and is told when a session has ended", async () => {
    store.put("a", { text: "1" });
    store.addRole(ROLE);
    const fields = { roleArn: ROLE, sessionName: "nightly", durationSeconds: 900 };
    const role = await open(
      connection({ endpoint: store.endpoint }, { method: "assume-role", fields }, { ...store.credentials }),
    );
    expect(await role.check(patient())).toMatchObject({ canList: "yes", expiresAt: expect.any(String) });
    expect(await role.fetch([{ name: "a" }], patient())).toEqual([text("1")]);
    store.expireSessions();
    await expect(role.fetch([{ name: "a" }], patient())).rejects.toMatchObject({
      failure: { code: "unauthenticated" },
    });
    await role.dispose();
  });

  it("is unauthenticated with a wrong secret key, a wrong region and a clock that is off", async () => {
    const wrong = await open(
      connection({ endpoint: store.endpoint }, undefined, { ...store.credentials, secretAccessKey: "wrong" }),
    );
    await expect(wrong.check(patient())).rejects.toMatchObject({ failure: { code: "unauthenticated" } });
    await wrong.dispose();
    const late = await startAwsStore({ now: () => Date.now() + 3_600_000 });
    const skewed = await open(connection({ endpoint: late.endpoint }, undefined, { ...late.credentials }));
    await expect(skewed.check(patient())).rejects.toMatchObject({
      failure: { code: "unauthenticated", message: expect.stringContaining("clock") },
    });
    await skewed.dispose();
    await late.close();
  });

  it.each([
    ["throttle", "throttled"],
    ["html", "integrity"],
    ["corrupt", "integrity"],
    ["cut-off", "integrity"],
    ["reset", "unavailable"],
    ["endless-body", "integrity"],
    ["cyclic-token", "integrity"],
  ] as const)("calls the fault %s %s, after one try", async (kind, code) => {
    for (const name of ["a", "b", "c"]) store.put(name, { text: "canary-nas-7Q" });
    store.paging.batch = 1;
    store.fault({ kind });
    const reading = session.fetch([{ name: "a" }, { name: "b" }, { name: "c" }], patient());
    await expect(reading).rejects.toMatchObject({ failure: { code } });
  });

  it("only ever reads", async () => {
    store.put("a", { text: "1" });
    await session.check(patient());
    await session.list({}, patient());
    await session.fetch([{ name: "a" }], patient());
    await session.dispose();
    expect(store.calls.length).toBeGreaterThan(2);
    expect(store.writes).toEqual([]);
  });

  it("uses no right but those of the policy, and each of them", async () => {
    for (const name of ["a", "b"]) store.put(name, { text: name });
    const addresses = [{ name: "a" }, { name: "b" }];
    await session.check(patient());
    await session.list({}, patient());
    await session.describe?.({ name: "a" }, patient());
    await session.fetch(addresses, patient());
    await session.fetch([{ name: "a" }], patient());
    const used = new Set(store.calls.flatMap(({ actions }) => [...actions]));
    const documents = policy(addresses, connection({ endpoint: store.endpoint }));
    const granted = documents.flatMap(({ text: json }) => {
      const { Statement } = JSON.parse(json) as { Statement: readonly { readonly Action: readonly string[] }[] };
      return Statement.flatMap(({ Action }) => Action);
    });
    expect([...used].sort()).toEqual([...new Set(granted)].sort());
  });
});
