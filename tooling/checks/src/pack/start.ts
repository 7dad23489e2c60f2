import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "../finding.ts";
import type { Tarball } from "./tarball.ts";

/** Runs the packed command line as an installation would, away from the checkout and from the person's settings. */
export function startFindings(cli: Tarball, folder: string): Finding[] {
  const home = join(folder, "home");
  mkdirSync(home, { mode: 0o700 });
  const settings = join(home, "settings", "settings.json");
  const env = { PATH: process.env.PATH, HOME: home, USERPROFILE: home, KEYFERRY_SETTINGS: settings };
  const program = join(cli.unpacked, cli.manifest.bin?.[cli.name] ?? "");
  const run = (...args: string[]) => runWith("", ...args);
  const runWith = (input: string, ...args: string[]) =>
    spawnSync(process.execPath, [program, ...args], { cwd: folder, env, input, encoding: "utf8" });
  const findings: Finding[] = [];

  const version = run("--version");
  if (version.status !== 0 || version.stdout.trim() !== cli.manifest.version) {
    findings.push({ path: cli.name, message: `--version does not print ${cli.manifest.version}\n${version.stderr}` });
  }
  const providers = run("provider", "list", "--json");
  if (providers.status !== 0 || !isJson(providers.stdout)) {
    findings.push({ path: cli.name, message: `provider list --json fails\n${providers.stderr}` });
  }
  const login = ["--credential", "accessKeyId=stored", "--credential", "secretAccessKey=stored"];
  const created = run("connection", "create", "packed", "--provider", "aws", "--set", "region=eu-west-1", ...login);
  const keeper = `key-file:${join(home, "key")}`;
  // A fresh process of the packed store opens it again, so this fails where its scripts are not packed.
  const sealed = runWith("packed", "connection", "login", "packed", "--field", "accessKeyId", "--keeper", keeper);
  if (created.status !== 0 || sealed.status !== 0) {
    findings.push({ path: cli.name, message: `connection login fails\n${created.stderr}${sealed.stderr}` });
  }
  const compiled = join(home, ".cache", "keyferry");
  if (process.platform === "linux" && !(existsSync(compiled) && (statSync(compiled).mode & 0o777) === 0o700)) {
    findings.push({ path: cli.name, message: `keeps no compiled code in ${compiled}` });
  }
  return findings;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
