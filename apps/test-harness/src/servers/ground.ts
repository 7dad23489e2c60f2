import type { Payload } from "@keyferry/core/provider";
import { canary, hostileCanary } from "../leaks/index.ts";
import type { CommandLine } from "./command-line.ts";
import type { RunningServer } from "./server.ts";

/** What the scenarios stand on: a server with secrets, and a command line with a connection named `prod` to it. */
export interface Ground {
  readonly server: RunningServer;
  readonly line: CommandLine;
  readonly provider: string;
  readonly seeded: Seeded;
}

/** Values made anew for each run: nobody can have prepared for them. */
export interface Seeded {
  readonly username: string;
  readonly password: string;
  readonly old: string;
  readonly current: string;
  /** Absent where the manager has no versions. */
  readonly oldVersion?: string;
  readonly many: readonly string[];
}

export const NAS = "backup-nas";
export const TURNED = "turned";
export const REMOVED = "removed";
/** Never in the server: what is missing. */
export const NEVER = "never-there";
/** The key of a secret that has one value: a credential of Windows can have no other. */
export const KEY = "password";

/** The manager's own form of a record: JSON in a text, where it has no key/value secrets. */
function record(server: RunningServer, members: Readonly<Record<string, string>>): Payload {
  const json = JSON.stringify(members);
  return server.kinds.includes("fields") ? { kind: "fields", json } : { kind: "text", text: json };
}

const MANY = 45;

export function nameOfMany(index: number): string {
  return `many-${String(index).padStart(2, "0")}`;
}

/** Every name that a scenario asks for: what the login needs rights on. */
export const NAMES: readonly string[] = [
  ...[NAS, TURNED, REMOVED, NEVER],
  ...Array.from({ length: MANY }, (_, index) => nameOfMany(index)),
];

/** Puts the secrets into the server. */
export async function seedGround(server: RunningServer): Promise<Seeded> {
  const seeded = {
    username: canary(),
    password: hostileCanary().replace("\n", ""),
    old: canary(),
    current: canary(),
    many: Array.from({ length: MANY }, canary),
  };
  await server.seed(NAS, record(server, { username: seeded.username, password: seeded.password }));
  const oldVersion = await server.seed(TURNED, record(server, { [KEY]: seeded.old }));
  await server.seed(TURNED, record(server, { [KEY]: seeded.current }));
  await server.seed(REMOVED, record(server, { [KEY]: canary() }));
  await server.remove(REMOVED);
  for (const [index, value] of seeded.many.entries()) {
    await server.seed(nameOfMany(index), record(server, { [KEY]: value }));
  }
  return { ...seeded, ...(oldVersion === undefined ? {} : { oldVersion }) };
}

/** Every value that no output may hold. */
export function valuesOf({ seeded, server }: Ground): string[] {
  const { username, password, old, current, many } = seeded;
  return [username, password, old, current, ...many, ...Object.values(server.connection.credentials)];
}
