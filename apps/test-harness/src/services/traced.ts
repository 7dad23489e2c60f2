import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LeakScanner } from "../leaks/index.ts";
import { claim as holds } from "../servers/scenario.ts";
import type { Ground } from "./ground.ts";
import type { Suite } from "./suite.ts";

/** Texts in hexadecimal and whole, descriptors with what they are (https://man7.org/linux/man-pages/man1/strace.1.html). */
const FLAGS = ["-f", "-yy", "-xx", "-v", "-qq", "-s", "1048576", "-e", "signal=none"];
const CALLS = ["-e", "trace=execve,execveat,write,pwrite64,writev,pwritev,pwritev2"];

/** What the kernel saw: which bytes went into files, and which into the arguments and environments of programs. */
export const traced: Suite = {
  name: "a login under strace",
  needs: { "/usr/bin/strace": "strace" },
  async play(ground, claim) {
    const { accessKeyId, secretAccessKey } = ground.login;
    const keeper = ["--keeper", `key-file:${join(ground.folder, "key")}`];
    await claim("login: in no file, argument or environment of any process", async () => {
      for (const [field, value] of Object.entries({ accessKeyId, secretAccessKey })) {
        const args = ["connection", "login", "prod", ...keeper, "--field", field];
        await claimUnseen(ground, [ground.program, ...args], value);
      }
    });
    await claim("run: in no file, argument or environment of any process", async () => {
      await claimUnseen(ground, [ground.program, "run", "nightly"], secretAccessKey);
      holds(await ground.proven(), "the job did not get the value");
    });
    await claim("the trace shows what is written into a file, an argument and an environment", async () => {
      const file = join(ground.folder, "tmp", "planted");
      for (const script of ['cat > "$1"', 'sh -c ": $(cat)"', 'X="$(cat)" env > /dev/null']) {
        const seen = await seenBy(ground, ["sh", "-c", script, "sh", file], secretAccessKey);
        holds(seen > 0, `${script} was not seen`);
      }
      await writeFile(file, "");
    });
    await claim("no credential is in any file or output", () => ground.claimNoLeak());
  },
};

async function claimUnseen(ground: Ground, command: readonly string[], input: string): Promise<void> {
  holds((await seenBy(ground, command, input)) === 0, "the trace shows the credential");
}

/** How often a credential, which the command gets on its standard input, is written or handed on where others can look. */
async function seenBy({ folder, settings, login }: Ground, command: readonly string[], input: string): Promise<number> {
  const log = join(folder, "..", `${folder.split("/").at(-1)}.trace`);
  const child = spawn("strace", [...FLAGS, ...CALLS, "-o", log, "--", ...command], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? "", HOME: folder, TMPDIR: join(folder, "tmp"), KEYFERRY_SETTINGS: settings },
    stdio: ["pipe", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (text) => {
    said += text;
  });
  child.stdin.on("error", () => undefined).end(input);
  const [code] = await once(child, "close");
  const lines = (await readFile(log, "utf8")).split("\n");
  await rm(log, { force: true });
  holds(code === 0, `${command[0]?.split("/").at(-1)} ended with ${code}: ${said}`);
  const scanner = new LeakScanner(Object.values(login));
  for (const line of lines) if (isOpenToOthers(line)) scanner.scanBytes(bytesOf(line), "the trace");
  return scanner.report().findings.length;
}

/** Pipes and sockets are between two processes; what goes into files, and to every start of a program, others can read. */
function isOpenToOthers(line: string): boolean {
  if (/\bexecve(at)?\(/.test(line)) return true;
  const target = /\bp?write(?:v2?|64)?\(\d+<([^>]*)>/.exec(line)?.[1];
  return target !== undefined && !/^(?:pipe|socket|TCP|TCPv6|UNIX|anon_inode|eventfd)\b/.test(decoded(target));
}

function decoded(text: string): string {
  return text.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function bytesOf(line: string): Buffer {
  const texts = [...line.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, hex = ""]) => hex.replaceAll("\\x", ""));
  return Buffer.from(texts.join("00"), "hex");
}
