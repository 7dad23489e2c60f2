import { createHash, randomBytes } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "../finding.ts";
import { listTree } from "../pack/list-tree.ts";
import type { Tarball } from "../pack/tarball.ts";
import { ROOT } from "../repository.ts";
import { startAcmeServer } from "./acme-server.ts";
import { type Finished, runProgram } from "./run-program.ts";
import { startScopeRegistry } from "./scope-registry.ts";

const EXAMPLE = "examples/third-party-provider";
const PACKAGE = "keyferry-provider-acme";

/**
 * Builds and packs the example from the packed packages alone, installs it beside the packed command line as a user would,
 * locally and globally, and runs a job with a secret of it. What goes wrong is a finding.
 */
export async function exampleFindings(tarballs: readonly Tarball[], folder: string): Promise<Finding[]> {
  await using registry = await startScopeRegistry("@keyferry", tarballs);
  const cli = tarballs.find(({ manifest }) => manifest.bin);
  if (!cli) return [{ path: EXAMPLE, message: "there is no packed command line to install it beside" }];
  const npm = (cwd: string, ...args: string[]): Promise<Finished> =>
    runProgram("npm", [...args, registry.setting, "--no-audit", "--no-fund", "--prefer-offline"], {
      cwd,
      env: { ...ownEnvironment(), npm_config_cache: join(folder, "npm-cache"), npm_config_fetch_retries: "6" },
    });
  try {
    const example = await buildExample(folder, npm);
    const local = join(folder, "local");
    mkdirSync(local);
    writeFileSync(join(local, "package.json"), '{ "private": true }');
    done(await npm(local, "install", cli.file, example), "installing it beside the command line");
    const global = join(folder, "global");
    mkdirSync(global);
    done(await npm(global, "install", "--global", "--prefix", global, cli.file, example), "installing it globally");
    const installed = process.platform === "win32" ? join(global, "node_modules") : join(global, "lib", "node_modules");
    const copies = listTree(installed).filter((path) => /@keyferry\/core\/package\.json$/.test(path));
    if (copies.length < 2) throw new Error(`a global installation has ${copies.length} copies of core, not two`);
    await useExample(join(local, "node_modules"), join(folder, "use-local"));
    await useExample(installed, join(folder, "use-global"));
    return [];
  } catch (thrown) {
    return [{ path: EXAMPLE, message: thrown instanceof Error ? thrown.message : "it failed" }];
  }
}

/** The environment without what pnpm tells its scripts: npm warns of its settings, and takes some for its own. */
function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm|pnpm)_/i.test(name)));
}

type Npm = (cwd: string, ...args: string[]) => Promise<Finished>;

/** The path of the packed example. Its compiler is the workspace's; all that it compiles against is packed. */
async function buildExample(folder: string, npm: Npm): Promise<string> {
  const source = join(folder, "example");
  cpSync(join(ROOT, EXAMPLE), source, { recursive: true });
  done(await npm(source, "install", "--omit=dev", "--no-package-lock"), "installing what it builds against");
  const compiler = join(ROOT, "node_modules", "typescript", "bin", "tsc");
  done(await runProgram(process.execPath, [compiler], { cwd: source, env: process.env }), "compiling it");
  done(await npm(source, "pack"), "packing it");
  const packed = readdirSync(source).find((name) => name.endsWith(".tgz"));
  if (packed === undefined) throw new Error("packing it made no file");
  return join(source, packed);
}

/** Connects to a server of the example, lists, and runs a job that proves by digest what it received. */
async function useExample(installed: string, home: string): Promise<void> {
  const token = randomBytes(12).toString("hex");
  const value = `p"a$s'${randomBytes(12).toString("hex")}`;
  await using server = await startAcmeServer(token, { "nas-password": value });
  mkdirSync(home, { mode: 0o700 });
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    USERPROFILE: home,
    KEYFERRY_SETTINGS: join(home, "settings", "settings.json"),
    ACME_TOKEN: token,
  };
  const main = join(installed, "keyferry", "dist", "main.js");
  const keyferry = async (...args: string[]): Promise<string> =>
    done(await runProgram(process.execPath, [main, ...args], { cwd: home, env }), `keyferry ${args[0]} ${args[1]}`);
  const login = ["--set", `url=${server.url}`, "--credential", "token=env:ACME_TOKEN"];
  await keyferry("connection", "create", "acme", "--provider", PACKAGE, ...login);
  const listed = await keyferry("provider", "list", "--json");
  if (!listed.includes(`"package": "${PACKAGE}"`)) throw new Error("keyferry provider list does not list it");
  if (!(await keyferry("connection", "names", "acme")).includes("nas-password")) throw new Error("it lists no name");
  const digest =
    "process.stdout.write(require('node:crypto').createHash('sha256').update(process.env.V).digest('hex'))";
  const run = ["run", "--env", "V=keyferry://acme/NAS-Password", "--", process.execPath, "-e", digest];
  const received = await keyferry(...run);
  const sent = createHash("sha256").update(value).digest("hex");
  if (received !== sent) throw new Error("the job received another value than the server holds");
}

function done({ status, stdout, stderr }: Finished, what: string): string {
  if (status === 0) return stdout;
  throw new Error(`${what} failed (${status})\n${stdout}${stderr}`);
}
