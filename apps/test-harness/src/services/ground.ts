import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type AwsStore, startAwsStore } from "../aws/index.ts";
import { type Finished, startKeyferry } from "../demo/keyferry-process.ts";
import { canary, LeakScanner } from "../leaks/index.ts";
import { removeFolder } from "../servers/remove-folder.ts";
import { claim, expectCode } from "../servers/scenario.ts";

const REPOSITORY = fileURLToPath(new URL("../../../../", import.meta.url));
const WITNESS = fileURLToPath(new URL("../servers/digest-witness.mjs", import.meta.url));

/** A person's own place: an empty home with the real command line, and a manager whose login is to be stored. */
export interface Ground extends AsyncDisposable {
  /** The only folder in which anything may be written. */
  readonly folder: string;
  readonly settings: string;
  /** A program that is `keyferry`, as an installation would put it on the path. */
  readonly program: string;
  readonly login: Readonly<Record<"accessKeyId" | "secretAccessKey", string>>;
  /** Runs one command; `env` and `input` are for it alone. */
  keyferry(args: readonly string[], env?: Readonly<Record<string, string>>, input?: string): Promise<Finished>;
  /** Seals the login by these arguments of `connection login`, field by field. */
  logIn(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<void>;
  /** Whether the profile `nightly` gave its job the value: the job writes its digest to a file. */
  proven(): Promise<boolean>;
  /** Claims that no file and no output holds the login, in any of nine encodings. */
  claimNoLeak(): Promise<void>;
}

export async function openGround(): Promise<Ground> {
  const store: AwsStore = await startAwsStore();
  const value = canary();
  store.put("api/token", { text: value });
  const folder = await mkdtemp(join(tmpdir(), "keyferry-services-"));
  const settings = join(folder, "keyferry", "settings.json");
  const scope = join(folder, "keyferry", "node_modules", "@keyferry");
  await mkdir(join(folder, "keyferry"), { mode: 0o700 });
  await Promise.all([mkdir(scope, { recursive: true }), mkdir(join(folder, "tmp")), mkdir(join(folder, "bin"))]);
  await symlink(join(REPOSITORY, "packages", "provider-aws"), join(scope, "provider-aws"), "junction");
  const { accessKeyId, secretAccessKey } = store.credentials;
  const printed: string[] = [];
  const base = { PATH: process.env.PATH ?? "", HOME: folder, TMPDIR: join(folder, "tmp"), KEYFERRY_SETTINGS: settings };
  const keyferry: Ground["keyferry"] = async (args, env = {}, input) => {
    const finished = await startKeyferry(args, folder, { ...base, ...env }).finish(input);
    printed.push(finished.stdout, finished.stderr);
    return finished;
  };
  const program = join(folder, "bin", "keyferry");
  const main = join(REPOSITORY, "apps", "cli", "src", "main.ts");
  await writeFile(program, `#!/bin/sh\nexec ${process.execPath} --disable-warning=ExperimentalWarning ${main} "$@"\n`);
  await chmod(program, 0o755);
  const digestFile = join(folder, "digest");
  const close = async () => {
    await store.close();
    await removeFolder(folder);
  };
  try {
    for (const args of definitions(store.endpoint, digestFile)) {
      expectCode(await keyferry(args, { AKID: accessKeyId, SAK: secretAccessKey }), 0);
    }
  } catch (thrown) {
    await close();
    throw thrown;
  }
  return {
    folder,
    settings,
    program,
    login: { accessKeyId, secretAccessKey },
    keyferry,
    async logIn(args, env) {
      const login = ["connection", "login", "prod", ...args, "--field"];
      expectCode(await keyferry([...login, "accessKeyId"], env, accessKeyId), 0);
      expectCode(await keyferry([...login, "secretAccessKey"], env, `${secretAccessKey}\n`), 0);
    },
    async proven() {
      const digest = createHash("sha256").update(value).digest("hex");
      const said = await readFile(digestFile, "utf8").catch(() => "");
      await rm(digestFile, { force: true });
      return said.trim() === `TOKEN ${digest}`;
    },
    async claimNoLeak() {
      const scanner = new LeakScanner([accessKeyId, secretAccessKey, value]);
      for (const text of printed) scanner.scanText(text, "the output");
      const found = [...scanner.report().findings, ...(await scanner.scanDirectory(folder))];
      claim(found.length === 0, `found in ${[...new Set(found.map(({ source }) => source))].join(", ")}`);
    },
    [Symbol.asyncDispose]: close,
  };
}

/** What a person defines, with a login that is not stored yet. */
function definitions(endpoint: string, digestFile: string): string[][] {
  const create = ["connection", "create", "prod", "--provider", "aws"];
  const fields = ["--set", "region=eu-west-1", "--set", `endpoint=${endpoint}`];
  const login = ["--credential", "accessKeyId=env:AKID", "--credential", "secretAccessKey=env:SAK"];
  const secret = ["secret", "create", "token", "--connection", "prod", "--remote-name", "api/token"];
  // Put there whole: who looks for it while the job runs must not take a file that is still empty.
  const write = `${process.execPath} ${WITNESS} TOKEN | head -n 1 > ${digestFile}.part && mv ${digestFile}.part ${digestFile}`;
  const job = ["sh", "-c", write];
  return [
    [...create, ...fields, ...login],
    [...secret, "--type", "password"],
    ["profile", "create", "nightly", "--", ...job],
    ["profile", "use", "nightly", "sftp.password", "token"],
    ["profile", "deliver", "nightly", "sftp.password=env:TOKEN"],
  ];
}
