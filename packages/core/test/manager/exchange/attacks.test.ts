import { describe, expect, it } from "vitest";
import { isKeyferryError } from "../../../src/contract/failure.ts";
import { contentOf, errorOf } from "../../settings/support/folder.ts";
import { managersWithConnection } from "../support/managers.ts";

const CANARY = "cnry_5d2ab8";
const PROFILE = {
  keyferry: "profile-export",
  schemaVersion: 1,
  name: "nightly",
  settings: { "sftp.password": { slot: { secret: "nas", type: "password" } } },
  deliver: {},
};
const CONNECTION = {
  keyferry: "connection-export",
  schemaVersion: 1,
  connection: { name: "shared", provider: "fake", fields: { region: "south" }, auth: { method: "token", fields: {} } },
  secrets: [{ name: "nas", remoteName: "team/nas", type: "password" }],
};

type Edit = readonly [string, unknown];

/** A copy with one member set, by its path; the last part may be new. */
function edited(content: object, path: string, value: unknown): object {
  const copy = structuredClone(content);
  const parts = path.split("|");
  const last = parts.pop() ?? "";
  let node = copy as Record<string, unknown>;
  for (const part of parts) node = node[part] as Record<string, unknown>;
  node[last] = value;
  return copy;
}

const PROFILE_ATTACKS: Readonly<Record<string, Edit>> = {
  "plugins to load": ["plugins", ["evil-plugin"]],
  "a connection": ["connections", { c1: CONNECTION.connection }],
  "a secret's definition": ["secrets", { s1: {} }],
  "an id of one of our secrets in place of a slot": ["settings|sftp.password", { secret: "s1" }],
  "a slot that is bound": ["settings|sftp.password|slot|bound", "nas"],
  "a literal password": ["settings|sftp.password", { literal: CANARY }],
  "a literal beside a slot": ["settings|sftp.password|literal", CANARY],
  "a reference as a literal": ["settings|sftp.host", { literal: "keyferry:nas" }],
  "a literal of two lines": ["settings|sftp.host", { literal: `a\n${CANARY}` }],
  "a literal with a NUL": ["settings|sftp.host", { literal: `a\u0000${CANARY}` }],
  "a slot where a literal belongs": ["settings|sftp.host", { slot: { secret: "nas", type: "password" } }],
  "a slot of a type that does not fit": ["settings|sftp.password|slot|type", "private-key"],
  "a slot of an unknown type": ["settings|sftp.password|slot|type", "token"],
  "a setting that does not exist": ["settings|sftp.shell", { literal: "x" }],
  "a setting named like the prototype": ["settings|constructor", { literal: "x" }],
  "a side that does not exist": ["settings|both/sftp.host", { literal: "x" }],
  "a delivery that steers the program": ["deliver|sftp.password", "env:LD_PRELOAD"],
  "a delivery as an argument": ["deliver|sftp.password", "argv:1"],
  "a delivery to a path": ["deliver|sftp.password", "file:/etc/cron.d/x"],
  "two settings in one variable": ["deliver", { "sftp.password": "env:P", "ftp.password": "env:P" }],
  "a name with an escape code": ["name", "night\u001b[2Jly"],
  "a name that turns the line around": ["name", "night\u202ely"],
  "a name like an option": ["name", "--accept-program"],
  "a name that is a path": ["name", "../../x"],
  "a slot's name with an escape code": ["settings|sftp.password|slot|secret", "a\u001b]52;c;x\u0007"],
  "a newer form": ["schemaVersion", 2],
  "another kind of file": ["keyferry", "connection-export"],
  "a job with a shell": ["job", { program: "sh", args: [], shell: true }],
  "a recipe": ["job", { recipe: "evil" }],
  "an environment for the job": ["job", { program: "true", args: [], env: { LD_PRELOAD: "/tmp/x" } }],
};

const CONNECTION_ATTACKS: Readonly<Record<string, Edit>> = {
  "sources of the login": ["connection|auth|sources", { token: 'exec:["/bin/sh"]' }],
  "an exec source as a field": ["connection|fields|token", 'exec:["/bin/sh","-c","x"]'],
  "a credential as a field": ["connection|fields|token", CANARY],
  "a confirmed origin": ["connection|confirmedOrigin", { region: "south" }],
  "a package in place of a provider's id": ["connection|provider", "evil-plugin"],
  "a package's path": ["connection|provider", "../evil"],
  "plugins to load": ["plugins", ["evil-plugin"]],
  "a stored credential": ["connection|stored", { token: CANARY }],
  "a field of no type": ["connection|fields|region", { a: 1 }],
  "a name with a slash": ["connection|name", "a/b"],
  "a name that is taken but for its case": ["connection|name", "PROD"],
  "a secret whose name is taken": ["secrets|0|name", "Mine"],
  "a secret of another connection": ["secrets|0|connection", "prod"],
  "a remote name with an escape code": ["secrets|0|remoteName", "a\u001b[2J"],
  "a remote name that the provider refuses": ["secrets|0|remoteName", "!x"],
  "a profile": ["profiles", [PROFILE]],
  "a secret twice": ["secrets", [CONNECTION.secrets[0], CONNECTION.secrets[0]]],
};

const RAW: Readonly<Record<string, string | Uint8Array>> = {
  "a member twice": '{"keyferry":"profile-export","keyferry":"profile-export"}',
  __proto__: '{"keyferry":"profile-export","__proto__":{"bind":1}}',
  "no JSON": "nothing",
  nothing: "",
  "half a character": '{"keyferry":"\\ud800"}',
  "no UTF-8": Uint8Array.of(0x7b, 0xff),
  "a byte order mark": "\uFEFF{}",
  "five MiB": " ".repeat(5 * 1024 * 1024),
  "a thousand brackets in one another": "[".repeat(100_000) + "]".repeat(100_000),
};

async function ground() {
  const all = await managersWithConnection();
  await all.secrets.create({ name: "mine", type: "password", connection: "prod", remoteName: "mine", unchecked: true });
  const folder = all.store.path.replace(/settings\.json$/, "");
  return { ...all, folder, before: await contentOf(folder) };
}

const bytesOf = (content: unknown) =>
  content instanceof Uint8Array
    ? content
    : Buffer.from(typeof content === "string" ? content : JSON.stringify(content));

/** Tries an import in both ways: refused with a code and a place or a step, no value shown, nothing written. */
async function refuses(kind: "profiles" | "connections", content: unknown): Promise<void> {
  const all = await ground();
  const file = { bytes: bytesOf(content), path: "evil.json" };
  const sources = { token: "env:TOKEN" };
  for (const call of ["planImport", "import"] as const) {
    const error = await errorOf(
      kind === "profiles"
        ? all.profiles[call]({ file, acceptProgram: true })
        : all.connections[call]({ file, sources }),
    );
    expect(isKeyferryError(error)).toBe(true);
    expect(error.message).not.toContain(CANARY);
    for (const line of error.message.split("\n")) expect(line).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}]*$/u);
    for (const failure of error.failures) expect(failure.hint ?? failure.where).toBeTruthy();
  }
  expect(await contentOf(all.folder)).toEqual(all.before);
}

describe("a profile made to attack", () => {
  it("is none without an edit", async () => {
    const { profiles } = await ground();
    await profiles.import({ file: { bytes: bytesOf(PROFILE), path: "good.json" } });
    expect((await profiles.get("nightly")).settings).toEqual([{ setting: "sftp.password", slot: "nas" }]);
  });

  it.each(Object.entries(PROFILE_ATTACKS))("%s is refused", async (_, [path, value]) => {
    await refuses("profiles", edited(PROFILE, path, value));
  });

  it.each(Object.entries(RAW))("%s is refused", async (_, content) => {
    await refuses("profiles", content);
  });

  it("brings no program that was not accepted, and none in the place of one's own", async () => {
    const { profiles } = await ground();
    const content = { ...PROFILE, job: { program: "/tmp/evil", args: ["x"] } };
    const file = { bytes: bytesOf(content), path: "evil.json" };
    expect(await profiles.import({ file })).toMatchObject({ leftOut: content.job });
    expect((await profiles.get("nightly")).job).toBeUndefined();
    await profiles.setJob("nightly", { program: "backup", args: [] });
    await profiles.import({ file });
    expect((await profiles.get("nightly")).job).toEqual({ program: "backup", args: [] });
  });
});

describe("a connection made to attack", () => {
  it("is none without an edit", async () => {
    const { connections, secrets, store } = await ground();
    const made = await connections.import({
      file: { bytes: bytesOf(CONNECTION), path: "good.json" },
      sources: { token: "env:TOKEN" },
    });
    expect(made).toMatchObject({ connection: "shared", origin: { region: "south" }, sources: { token: "env:TOKEN" } });
    expect((await secrets.get("nas")).connection).toBe("shared");
    expect((await store.read()).plugins).toEqual([]);
  });

  it.each(Object.entries(CONNECTION_ATTACKS))("%s is refused", async (_, [path, value]) => {
    await refuses("connections", edited(CONNECTION, path, value));
  });

  it("has no credential of ours unless we give it a source", async () => {
    const { connections } = await ground();
    const error = await errorOf(connections.import({ file: { bytes: bytesOf(CONNECTION), path: "good.json" } }));
    expect(error.failures[0]).toMatchObject({ code: "usage", hint: expect.stringContaining("--credential token=") });
  });
});

describe("an exported connection", () => {
  it("has its definitions, and neither a credential nor a source", async () => {
    const { connections, store } = await ground();
    const text = await connections.export("prod");
    expect(JSON.parse(text)).toMatchObject({
      connection: {
        name: "prod",
        provider: "fake",
        fields: { region: "north" },
        auth: { method: "token", fields: {} },
      },
      secrets: [{ name: "mine", remoteName: "mine", type: "password" }],
    });
    const settings = await store.read();
    for (const kept of ["env:", "TOKEN", ...settings.connections.keys(), ...settings.secrets.keys()]) {
      expect(text).not.toContain(kept);
    }
  });

  it("is refused where somebody wrote a credential into the settings by hand", async () => {
    const { connections, store } = await ground();
    await store.update((draft) => {
      for (const [id, each] of draft.connections) draft.connections.set(id, { ...each, fields: { token: CANARY } });
    });
    const error = await errorOf(connections.export("prod"));
    expect(error.failures[0]).toMatchObject({ code: "rule" });
    expect(error.message).not.toContain(CANARY);
  });
});
