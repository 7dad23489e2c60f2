import { describe, expect, it } from "vitest";
import { errorOf } from "../settings/support/folder.ts";
import { managersWithConnection } from "./support/managers.ts";

async function prepared() {
  const all = await managersWithConnection();
  const secret = { connection: "prod", remoteName: "nas", unchecked: true } as const;
  await all.secrets.create({ ...secret, name: "nas-password", type: "password", description: "The NAS" });
  await all.profiles.create({ name: "nightly", deliver: { "sftp.password": "env:P" } });
  await all.profiles.use("nightly", "sftp.password", "nas-password");
  await all.profiles.set("nightly", "sftp.host", "nas.example");
  return all;
}

describe("renaming", () => {
  it("keeps what refers to a connection, a secret and a profile", async () => {
    const { connections, secrets, profiles } = await prepared();
    expect(await connections.rename("prod", "production")).toMatchObject({
      name: "production",
      secrets: ["nas-password"],
    });
    expect(await secrets.rename("nas-password", "nas-login")).toMatchObject({
      name: "nas-login",
      connection: "production",
      remoteName: "nas",
      profiles: ["nightly"],
    });
    expect(await profiles.rename("nightly", "weekly")).toMatchObject({ name: "weekly" });
    expect((await profiles.get("weekly")).settings).toContainEqual({
      setting: "sftp.password",
      secret: "nas-login",
      deliver: "env:P",
      host: "nas.example",
    });
  });

  it("changes the case of a name, but takes none that another has", async () => {
    const { secrets } = await prepared();
    await secrets.create({ name: "other", type: "username", connection: "prod", remoteName: "o", unchecked: true });
    expect((await secrets.rename("nas-password", "NAS-Password")).name).toBe("NAS-Password");
    expect(await errorOf(secrets.rename("other", "nas-PASSWORD"))).toMatchObject({ failures: [{ code: "rule" }] });
    expect(await errorOf(secrets.rename("other", "a/b"))).toMatchObject({ failures: [{ code: "usage" }] });
    expect(await errorOf(secrets.rename("nobody", "x"))).toMatchObject({ failures: [{ code: "unknown-name" }] });
  });
});

describe("deleting", () => {
  it("refuses a connection that a secret uses and a secret that a profile uses, and names the users", async () => {
    const { connections, secrets } = await prepared();
    const connection = await errorOf(connections.delete("prod"));
    expect(connection).toMatchObject({
      failures: [{ code: "rule", message: 'the connection "prod" is used by the secret "nas-password"' }],
    });
    const secret = await errorOf(secrets.delete("nas-password"));
    expect(secret).toMatchObject({
      failures: [{ code: "rule", message: 'the secret "nas-password" is used by the profile "nightly"' }],
    });
  });

  it("deletes from the top down, and asks no manager", async () => {
    const { connections, secrets, profiles, remote, store } = await prepared();
    remote.calls.length = 0;
    await profiles.delete("nightly");
    await secrets.delete("nas-password");
    await connections.delete("prod");
    const left = await store.read();
    expect([left.connections.size, left.secrets.size, left.profiles.size]).toEqual([0, 0, 0]);
    expect(remote.calls).toEqual([]);
  });
});

describe("a secret's description", () => {
  it("is changed here alone, and can be taken away", async () => {
    const { secrets, remote } = await prepared();
    remote.calls.length = 0;
    expect((await secrets.describe("nas-password", "The old one")).description).toBe("The old one");
    expect(await secrets.describe("nas-password", "")).not.toHaveProperty("description");
    expect(remote.calls).toEqual([]);
  });

  it.each(["half \ud800", "x".repeat(2_001)])("is refused where it is unfit", async (text) => {
    const { secrets } = await prepared();
    expect(await errorOf(secrets.describe("nas-password", text))).toMatchObject({ failures: [{ code: "usage" }] });
    expect((await secrets.get("nas-password")).description).toBe("The NAS");
  });
});

describe("a profile", () => {
  it("is copied with its settings and deliveries, and then goes its own way", async () => {
    const { profiles } = await prepared();
    const copy = await profiles.duplicate("nightly", "weekly");
    expect(copy.settings).toEqual((await profiles.get("nightly")).settings);
    await profiles.set("weekly", "sftp.host", "other.example");
    expect((await profiles.get("nightly")).settings).toContainEqual({ setting: "sftp.host", literal: "nas.example" });
    expect(await errorOf(profiles.duplicate("nightly", "WEEKLY"))).toMatchObject({ failures: [{ code: "rule" }] });
  });

  it("loses a literal by unset, and a secret by stop-using alone", async () => {
    const { profiles } = await prepared();
    expect((await profiles.unset("nightly", "sftp.host")).settings.map(({ setting }) => setting)).toEqual([
      "sftp.password",
    ]);
    expect(await errorOf(profiles.unset("nightly", "sftp.host"))).toMatchObject({ failures: [{ code: "rule" }] });
    expect(await errorOf(profiles.unset("nightly", "sftp.password"))).toMatchObject({
      failures: [{ code: "rule", hint: "keyferry profile stop-using nightly sftp.password" }],
    });
  });
});
