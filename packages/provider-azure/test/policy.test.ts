import { describe, expect, it } from "vitest";
import { policy } from "../src/policy.ts";
import { fields } from "./support/connection.ts";

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
});
