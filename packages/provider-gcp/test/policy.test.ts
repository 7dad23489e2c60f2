import { startGcpStore } from "@keyferry/test-harness/gcp";
import { describe, expect, it } from "vitest";
import provider from "../src/index.ts";
import { closeAll, fields, keyConnection, open, patient } from "./support/connection.ts";

const policy = (names: readonly string[], more = {}) =>
  provider.policy(
    names.map((name) => ({ name })),
    fields({ project: "backup-prod", ...more }),
  );

describe("the least rights", () => {
  it("for listing are the viewer's, which hold no value", () => {
    const [list, ...others] = policy([]);
    expect(others).toEqual([]);
    expect(list).toMatchObject({ language: "shell" });
    expect(list?.text).toContain("projects add-iam-policy-binding backup-prod ");
    expect(list?.text).toContain("--role=roles/secretmanager.viewer");
    expect(list?.text).not.toContain("secretAccessor");
  });

  it("for reading name each secret once, whatever version is read", () => {
    const [, read] = policy(["nas", "nas/versions/7", "projects/other-project/secrets/mail"]);
    const lines = read?.text.split("\n").filter((line) => line.startsWith("gcloud")) ?? [];
    expect(lines).toEqual([
      'gcloud secrets add-iam-policy-binding nas --project=backup-prod --member="$MEMBER" --role=roles/secretmanager.secretAccessor',
      'gcloud secrets add-iam-policy-binding mail --project=other-project --member="$MEMBER" --role=roles/secretmanager.secretAccessor',
    ]);
  });

  it("name the location of regional secrets", () => {
    const [, read] = policy(["nas"], { location: "europe-west1" });
    expect(read?.text).toContain("--project=backup-prod --location=europe-west1 --member");
  });

  it("can be conditions, of twelve names at most, that name a secret whole", () => {
    const names = Array.from({ length: 13 }, (_, index) => `s${index}`);
    const text = policy(names)[2]?.text ?? "";
    const expressions = [...text.matchAll(/expression=(.*)'/g)].map(([, found = ""]) => found);
    expect(expressions.map((one) => one.split(" || ").length)).toEqual([12, 1]);
    expect(expressions.join(" || ")).toContain('resource.name.extract("/secrets/{id}/versions/") == "s12"');
    // A comma would end gcloud's list of members.
    expect(expressions.join("")).not.toContain(",");
  });

  it("leave the project to be filled in where the connection has none", () => {
    expect(provider.policy([{ name: "nas" }], fields())[1]?.text).toContain("--project=PROJECT_ID ");
  });

  it("allow all that the manager is asked for, and no read of a secret that was not named", async () => {
    const store = await startGcpStore();
    store.put("nas", { text: "x" });
    const to = keyConnection(store);
    const session = await open(to);
    await session.check(patient());
    await session.list({}, patient());
    await session.describe?.({ name: "nas" }, patient());
    await session.fetch([{ name: "nas" }], patient());
    await closeAll();
    await store.close();
    const granted = grantsOf(provider.policy([{ name: "nas" }], to).slice(0, 2));
    const asked = store.calls.flatMap(({ permissions, resource = "" }) =>
      [...permissions].map((permission) => ({ permission, resource })),
    );
    expect(new Set(asked.map(({ permission }) => permission))).toContain("secretmanager.versions.access");
    expect(asked.length).toBeGreaterThan(2);
    for (const { permission, resource } of asked) {
      expect([permission, resource, granted(permission, resource)]).toEqual([permission, resource, true]);
    }
    expect(granted("secretmanager.versions.access", "projects/p/secrets/mail/versions/latest")).toBe(false);
    expect(granted("secretmanager.versions.add", "projects/p/secrets/nas")).toBe(false);
  });
});

/** What the two roles permit: https://cloud.google.com/secret-manager/docs/access-control */
const PERMISSIONS: Readonly<Record<string, readonly string[]>> = {
  "roles/secretmanager.viewer": ["secrets.list", "secrets.get", "versions.list", "versions.get"],
  "roles/secretmanager.secretAccessor": ["versions.access"],
};

/** Reads bindings back from the commands that a person would run: of the project, or of one secret. */
function grantsOf(documents: readonly { readonly text: string }[]): (permission: string, resource: string) => boolean {
  const grants = documents.flatMap(({ text }) =>
    [...text.matchAll(/^gcloud (projects|secrets) add-iam-policy-binding (\S+) .*--role=(\S+)/gm)].map(
      ([, kind, of, role = ""]) => ({ secret: kind === "secrets" ? of : undefined, may: PERMISSIONS[role] ?? [] }),
    ),
  );
  return (permission, resource) =>
    grants.some(
      ({ secret, may }) =>
        (secret === undefined || resource.split("/secrets/")[1]?.split("/")[0] === secret) &&
        may.some((short) => permission === `secretmanager.${short}`),
    );
}
