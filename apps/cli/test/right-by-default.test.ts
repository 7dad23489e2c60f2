import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createKeyferry, type Keyferry } from "@keyferry/core";
import { createCredentialStore } from "@keyferry/credential-store";
import { type AwsStore, startAwsStore } from "@keyferry/test-harness/aws";
import { type GcpStore, startGcpStore } from "@keyferry/test-harness/gcp";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { answering } from "./fakes/prompter.ts";
import { run } from "./fakes/world.ts";

let folder: string;
let aws: AwsStore;
let gcp: GcpStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "keyferry-cli-"));
  vi.stubEnv("HOME", folder);
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  aws = await startAwsStore();
  gcp = await startGcpStore();
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await aws.close();
  await gcp.close();
  await rm(folder, { recursive: true });
});

/** A real host: each command ends its own. */
function host(): Promise<Keyferry> {
  return createKeyferry({
    settings: join(folder, "keyferry", "settings.json"),
    pluginRoots: [import.meta.url],
    env: {},
    credentialStore: async (place) => createCredentialStore(place),
    limits: { attempts: 1 },
  });
}

const HOW = "How to log in";

describe("connection create, at a terminal", () => {
  const words = () => ["connection", "create", "prod", "--provider", "aws", "--set", `endpoint=${aws.endpoint}`];
  const region = () => ["--set", `region=${aws.region}`];

  it("offers the ambient logins first, and says who was found", async () => {
    let offered: readonly string[] = [];
    const asked = answering({ [HOW]: "Default chain" });
    const prompter = {
      ...asked,
      choose: async <T>(question: { message: string; choices: readonly { name: string; value: T }[] }): Promise<T> => {
        offered = question.choices.map(({ name }) => name);
        return question.choices[0]?.value as T;
      },
    };
    const { accessKeyId, secretAccessKey } = aws.credentials;
    // An ambient login is what the process's own environment says.
    vi.stubEnv("AWS_ACCESS_KEY_ID", accessKeyId);
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", secretAccessKey);
    aws.put("api/token", { text: "x" });
    const keyferry = await host();
    const { auth } = await keyferry.providers.manifest("aws");
    const ran = await run([...words(), ...region()], { host: keyferry, prompter });
    expect(ran.code, ran.stderr).toBe(0);
    const ambient = auth.filter((method) => method.ambient).map(({ label }) => label);
    expect(offered.slice(0, ambient.length)).toEqual(ambient);
    expect(ran.stderr).toMatch(
      /^connection prod created \(aws, login by [a-z-]+\)\nfound: it logs in as account \d+\n$/,
    );
  });

  it("saves nothing where the ambient login finds nobody, unless the person wants it all the same", async () => {
    const create = [...words(), ...region(), "--auth", "default-chain"];
    const no = answering({ "The login could not be proved": "save nothing" });
    const refused = await run(create, { host: await host(), prompter: no });
    expect([refused.code, await (await host()).connections.list()]).toEqual([77, []]);
    const yes = answering({ "The login could not be proved": "save it unchecked" });
    const saved = await run(create, { host: await host(), prompter: yes });
    expect(saved.code, saved.stderr).toBe(0);
    expect(saved.stderr).not.toContain("found:");
    expect(await (await host()).connections.list()).toHaveLength(1);
  });
});

describe("a service account's file that is named at the prompt", () => {
  const SOURCE = "Where does Key file come from?";
  const PATH = "Key file: absolute path of the file";
  const FAILED = "The login could not be proved";
  const MORE = "Anything else?";
  const CREATE = ["connection", "create", "cloud", "--provider", "gcp", "--auth", "service-account-key"];

  /** Goes through the questions with a key file of this content, and answers the last of them so. */
  async function create(content: string, wish: string) {
    const path = join(folder, "key.json");
    await writeFile(path, content, { mode: 0o600 });
    const question = `The login works. It lies open in ${path}. Seal it instead?`;
    const prompter = answering({
      [SOURCE]: "a file that you alone can read",
      [PATH]: path,
      [MORE]: "no, that is all",
      [FAILED]: "save it unchecked",
      [question]: wish,
      "Who keeps the key of the sealed logins?": "key-file",
      "Absolute path of the key file": join(folder, "sealing-key"),
    });
    const fields = ["--set", `endpoint=${gcp.endpoint}`, "--set", `tokenUri=${gcp.tokenUri}`];
    const ran = await run([...CREATE, ...fields], { host: await host(), prompter });
    const left = await stat(path).then(
      () => true,
      () => false,
    );
    return { ran, left, asked: prompter.asked };
  }

  const sources = async () => (await (await host()).connections.get("cloud")).auth.sources;

  it("is read, proved, sealed, and deleted where the person wants it", async () => {
    const key = gcp.files.key();
    const { ran, left } = await create(key, "seal it, and delete the file");
    expect(ran.code, ran.stderr).toBe(0);
    expect(ran.stderr).toContain(`sealed: keyJson\ndeleted: ${folder}/key.json`);
    expect([left, await sources()]).toEqual([false, { keyJson: "stored" }]);
    // It logs in from what is sealed, and no file holds a line of the key.
    const line = JSON.parse(key).private_key.split("\n")[3];
    for (const name of await readdir(folder, { recursive: true })) {
      const text = await readFile(join(folder, name), "utf8").catch(() => "");
      expect(text.includes(line), name).toBe(false);
    }
    const again = await host();
    expect(await again.connections.check("cloud")).toMatchObject({ identity: gcp.email });
    await again.dispose();
  });

  it("stays where the person wants it: beside what is sealed, or as the source", async () => {
    const kept = await create(gcp.files.key(), "seal it, and keep the file");
    expect([kept.ran.code, kept.left, await sources()]).toEqual([0, true, { keyJson: "stored" }]);
    await run(["connection", "delete", "cloud"], { host: await host() });
    const not = await create(gcp.files.key(), "no, read the file each time");
    expect([not.ran.code, not.left, await sources()]).toEqual([0, true, { keyJson: `file:${folder}/key.json` }]);
  });

  it.each([
    ["is of another kind", (store: GcpStore) => store.files.user()],
    ["sends the login elsewhere", (store: GcpStore) => store.files.key({ token_uri: "https://evil.example/token" })],
    ["is no JSON", () => "cnry_no_json"],
    ["has another key", (store: GcpStore) => store.files.key({ private_key_id: "0".repeat(40) })],
  ])("is neither sealed nor deleted where it %s", async (_, content) => {
    const { ran, left, asked } = await create(content(gcp), "seal it, and delete the file");
    expect([ran.code, left, asked]).toEqual([0, true, [SOURCE, PATH, MORE, FAILED]]);
    expect(ran.stderr).not.toContain("cnry_no_json");
  });

  it("is not asked about where it was named on the command line", async () => {
    const path = join(folder, "key.json");
    await writeFile(path, gcp.files.key(), { mode: 0o600 });
    const fields = ["--set", `endpoint=${gcp.endpoint}`, "--set", `tokenUri=${gcp.tokenUri}`];
    const prompter = answering({});
    const line = [...CREATE, ...fields, "--credential", `keyJson=file:${path}`];
    expect((await run(line, { host: await host(), prompter })).code).toBe(0);
    expect(prompter.asked).toEqual([]);
  });
});
