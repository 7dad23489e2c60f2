import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { judge } from "./bound.ts";
import { runNode, type Timed, timeSideBySide } from "./measure.ts";
import { packedMain } from "./packed.ts";

interface Amount {
  readonly secrets: number;
  readonly profiles: number;
  readonly connections: number;
}

const FEW: Amount = { secrets: 10, profiles: 10, connections: 10 };
const MANY: Amount = { secrets: 10_000, profiles: 1_000, connections: 100 };

/** Lists, a look-up of who uses what, and an edit: whole processes of the packed program over large settings and over small ones. */
const COMMANDS: readonly (readonly string[])[] = [
  ["connection", "list"],
  ["secret", "list"],
  ["profile", "list"],
  ["secret", "show", "secret 7"],
  ["impact", "secret 7"],
  ["profile", "use", "profile 3", "sftp.password", "secret 7"],
];

/** Commands over 10,000 secrets, 1,000 profiles and 100 connections against the same over 10 of each. */
export async function benchSettings(rounds: number): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "keyferry-bench-"));
  try {
    const main = packedMain(join(folder, "packed"));
    await fill(join(folder, "few"), FEW);
    await fill(join(folder, "many"), MANY);
    const verdicts: boolean[] = [];
    for (const command of COMMANDS) {
      const few = timed(main, folder, "few", command);
      const many = timed(main, folder, "many", command);
      const times = await timeSideBySide([few, many], rounds, runNode);
      const least = (name: string) => times.get(name)?.min ?? Number.NaN;
      const what = command.slice(0, 2).join(" ");
      process.stdout.write(`       ${what}: ${least("few").toFixed(0)} ms, ${least("many").toFixed(0)} ms with many\n`);
      verdicts.push(
        // The least of each: whatever else the machine does only ever adds.
        judge({ what: `${what}, 10,000 secrets, times 10`, measured: least("many") / least("few"), atMost: 2 }),
      );
    }
    return verdicts.every((holds) => holds);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** With the cache of compiled code that the program keeps in its user's home. */
function timed(main: string, folder: string, name: string, command: readonly string[]): Timed {
  const env = {
    PATH: process.env.PATH ?? "",
    HOME: folder,
    KEYFERRY_SETTINGS: join(folder, name, "settings.json"),
  };
  return { name, args: [main, ...command], env };
}

/** Settings as Keyferry writes them. */
async function fill(folder: string, { secrets, profiles, connections }: Amount): Promise<void> {
  await mkdir(join(folder, "profiles"), { recursive: true, mode: 0o700 });
  await write(join(folder, "settings.json"), {
    schemaVersion: 1,
    revision: 1,
    plugins: [],
    connections: numbered(connections, "c", (at) => ({
      name: `connection ${at}`,
      provider: "aws",
      fields: { region: "eu-west-1" },
      auth: { method: "ambient", fields: {}, sources: {} },
      confirmedOrigin: { region: "eu-west-1" },
    })),
    secrets: numbered(secrets, "s", (at) => ({
      name: `secret ${at}`,
      connection: `c${at % connections}`,
      remoteName: `team/${at % 97}/secret-${at}`,
      type: "password",
      key: "password",
      description: `what the secret ${at} is for`,
    })),
  });
  for (let at = 0; at < profiles; at += 1) {
    await write(join(folder, "profiles", `p${at}.json`), {
      schemaVersion: 1,
      name: `profile ${at}`,
      settings: { "sftp.host": { literal: "nas.example" }, "sftp.password": { secret: `s${(at * 7) % secrets}` } },
      job: { program: "rsync", args: ["-a", "/data", "nas:/backup"] },
      deliver: { "sftp.password": "env:NAS_PASSWORD" },
    });
  }
}

function numbered<T>(count: number, prefix: string, make: (at: number) => T): Record<string, T> {
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [`${prefix}${at}`, make(at)]));
}

function write(path: string, value: unknown): Promise<void> {
  return writeFile(path, `${JSON.stringify(value, undefined, 2)}\n`, { mode: 0o600 });
}
