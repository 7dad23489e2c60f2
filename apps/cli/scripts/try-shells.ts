import { spawnSync } from "node:child_process";
import type { Terminal } from "@keyferry/test-harness/terminal";
import { startShell } from "../test/completion/shells.ts";
import { connect, type Ground, openGround, prepare } from "../test/terminal/ground.ts";

// Root script test:shells: the completion in real shells that not every machine has. On Debian, root installs what is missing.
// bash is in `test`; PowerShell is no package of Debian.

/** Names that a shell would cut, run or show otherwise, each with what is typed of it before the tab, and with its last letters. */
const NAMES: readonly (readonly [typed: string, name: string, end: string])[] = [
  ["my", "my nas", "nas"],
  ["it", 'it\'s "prod"', "prod"],
  ["r", "räksmörgås 🚀", "🚀"],
  ["x", "x$(touch pwned)", "pwned"],
  ["pl", "plain", "plain"],
];

const SHELLS = [
  { shell: "zsh", args: ["-f", "-i"], load: "autoload -Uz compinit; compinit -u; source <(keyferry completion zsh)" },
  { shell: "fish", args: ["--no-config", "-i"], load: "keyferry completion fish | source" },
] as const;

/** From where the completed word is shown until all is read again, in milliseconds. */
const SETTLING_MS = 1_000;

function installed(shell: string): boolean {
  return spawnSync(shell, ["-c", "true"]).status === 0;
}

function fetched(shell: string): boolean {
  if (installed(shell)) return true;
  // A fresh machine has no lists yet, may hold dpkg's lock for its first minutes, and a download may fail once.
  const apt = (...args: readonly string[]) =>
    spawnSync("apt-get", ["-o", "DPkg::Lock::Timeout=600", "-o", "Acquire::Retries=5", ...args], {
      stdio: ["ignore", 2, 2],
    });
  apt("update", "-qq");
  apt("install", "-y", "--no-install-recommends", shell);
  return installed(shell);
}

/** Completes a name, runs the command, and sees whether it was the name. */
async function tryName(terminal: Terminal, typed: string, name: string, end: string): Promise<void> {
  const mark = `mark-${typed}`;
  terminal.type(`keyferry secret show ${typed}\t`);
  // The shell completes before it reads on, but fish drops what is typed while a completion runs.
  await terminal.shows(new RegExp(`secret show [^\\n]*${end}[^\\n]{0,3}$`));
  await new Promise((resolve) => setTimeout(resolve, SETTLING_MS));
  terminal.type(` --json; echo ${mark}\r`);
  // With the next prompt: what is typed before it is not the shell's editor's yet.
  const shown = await terminal.shows(new RegExp(`^${mark}\\n[^\\n]*[$#%>]$`, "m"));
  if (!shown.includes(`"name": ${JSON.stringify(name)}`)) throw new Error(`${name} was not completed:\n${shown}`);
}

async function tryShell(ground: Ground, { shell, args, load }: (typeof SHELLS)[number]): Promise<boolean> {
  if (!fetched(shell)) {
    process.stdout.write(`FAILS  ${shell}: it is not here and could not be installed\n`);
    return false;
  }
  const terminal = startShell(ground, shell, args);
  try {
    await terminal.shows(/[$#%>]\s*$/);
    terminal.type(`${load}; echo loaded-ok\r`);
    await terminal.shows(/^loaded-ok\n[^\n]*[$#%>]$/m);
    for (const [typed, name, end] of NAMES) await tryName(terminal, typed, name, end);
    process.stdout.write(`holds  ${shell}: ${NAMES.length} names completed, quoted and read back\n`);
    return true;
  } catch (error) {
    process.stdout.write(`FAILS  ${shell}: ${error instanceof Error ? error.message : "for no known reason"}\n`);
    return false;
  } finally {
    terminal.close();
  }
}

const ground = await openGround();
try {
  await connect(ground);
  const given = { connection: "prod", remoteName: "x", type: "password", unchecked: true } as const;
  await prepare(ground, async ({ secrets }) => {
    for (const [, name] of NAMES) await secrets.create({ name, ...given });
  });
  const results: boolean[] = [];
  for (const shell of SHELLS) results.push(await tryShell(ground, shell));
  process.exitCode = results.every((holds) => holds) ? 0 : 1;
} finally {
  await ground.close();
}
