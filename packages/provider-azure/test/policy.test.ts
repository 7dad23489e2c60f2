import { startAzureStore } from "@keyferry/test-harness/azure";
import { describe, expect, it } from "vitest";
import { policy } from "../src/policy.ts";
import { connection, fields, open, patient } from "./support/connection.ts";

const READER = "21090545-7ca7-4776-b22c-e363652d74d2";
const USER = "4633458b-17de-408a-b874-0445c86b69e6";
const placed = fields({ subscription: "11111111-2222-3333-4444-555555555555", resourceGroup: "backup" });
const vault =
  "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/backup/providers/Microsoft.KeyVault/vaults/contoso-backup";

describe("the least rights", () => {
  it("for listing are a reader's, on the vault", () => {
    expect(policy([], placed)).toEqual([
      {
        title: expect.stringContaining("Key Vault Reader"),
        language: "shell",
        text: `az role assignment create --role ${READER} --assignee "$ASSIGNEE" --scope "${vault}"`,
      },
    ]);
  });

  it("for reading are a user's, on each secret alone, once", () => {
    const [, read] = policy([{ name: "nas" }, { name: "mail" }, { name: "nas", version: "0".repeat(32) }], placed);
    expect(read?.text.split("\n")).toEqual(
      ["mail", "nas"].map(
        (name) => `az role assignment create --role ${USER} --assignee "$ASSIGNEE" --scope "${vault}/secrets/${name}"`,
      ),
    );
  });

  it("leave what the connection does not say to the reader", () => {
    const [list] = policy([], fields({ vault: "https://localhost:8443", customVault: true }));
    expect(list?.text).toContain(
      "/subscriptions/$SUBSCRIPTION/resourceGroups/$RESOURCE_GROUP/providers/Microsoft.KeyVault/vaults/$VAULT",
    );
  });

  it("allow all that the vault is asked for, and no read of a secret that was not named", async () => {
    const store = await startAzureStore();
    store.put("nas", "x", { contentType: "text/plain" });
    const session = await open(connection(store));
    await session.check(patient());
    await session.list({}, patient());
    await session.describe?.({ name: "nas" }, patient());
    await session.fetch([{ name: "nas" }], patient());
    await session.dispose();
    await store.close();
    const granted = grantsOf(policy([{ name: "nas" }], placed).map(({ text }) => text));
    const asked = store.calls.flatMap(({ actions, name }) => [...actions].map((action) => ({ action, name })));
    expect(new Set(asked.map(({ action }) => action)).size).toBe(2);
    for (const { action, name } of asked) expect([action, name, granted(action, name)]).toEqual([action, name, true]);
    expect(granted("Microsoft.KeyVault/vaults/secrets/getSecret/action", "mail")).toBe(false);
    expect(granted("Microsoft.KeyVault/vaults/secrets/setSecret/action", "nas")).toBe(false);
  });
});

/** The data actions of the two roles: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/security */
const DATA_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  [READER]: ["readMetadata"],
  [USER]: ["getSecret", "readMetadata"],
};

/** Reads role assignments back from the commands that a person would run. */
function grantsOf(texts: readonly string[]): (action: string, name: string | undefined) => boolean {
  const grants = texts.flatMap((text) =>
    [...text.matchAll(/--role (\S+) .*--scope "([^"]+)"/g)].map(([, role = "", scope = ""]) => ({
      actions: DATA_ACTIONS[role] ?? [],
      scope,
    })),
  );
  return (action, name) =>
    grants.some(
      ({ actions, scope }) =>
        (scope === vault || (name !== undefined && scope === `${vault}/secrets/${name}`)) &&
        actions.some((short) => action === `Microsoft.KeyVault/vaults/secrets/${short}/action`),
    );
}
