import { mkdir, mkdtemp, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Finished, startKeyferry } from "../demo/keyferry-process.ts";
import { removeFolder } from "./remove-folder.ts";
import type { ServerConnection } from "./server.ts";

const WITNESS = fileURLToPath(new URL("./digest-witness.mjs", import.meta.url));
const PACKAGES = fileURLToPath(new URL("../../../../packages", import.meta.url));

/** A person's own place: an empty home, the provider installed beside the settings, and the real command line. */
export interface CommandLine extends AsyncDisposable {
  /** The only folder in which anything may be written. */
  readonly folder: string;
  /** The job that says digests, as the command line's own system starts it. */
  readonly witness: readonly string[];
  /** All that was printed. */
  readonly printed: readonly string[];
  /** Runs one command; `env` is added for it alone. */
  keyferry(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Finished>;
}

/** The variable that holds a credential. */
export function variableOf(field: string): string {
  return `LOGIN_${field.toUpperCase()}`;
}

/** The arguments that define a connection to a server. */
export function createArguments(name: string, provider: string, connection: ServerConnection): string[] {
  return [
    ...["connection", "create", name, "--provider", provider, "--auth", connection.method],
    ...Object.entries(connection.fields).flatMap(([field, value]) => ["--set", `${field}=${value}`]),
    ...Object.keys(connection.credentials).flatMap((field) => ["--credential", `${field}=env:${variableOf(field)}`]),
  ];
}

/** Disposing it leaves nothing behind. */
export async function openCommandLine(
  provider: string,
  credentials: Readonly<Record<string, string>>,
): Promise<CommandLine> {
  const folder = await mkdtemp(join(tmpdir(), "keyferry-servers-"));
  const settings = join(folder, "keyferry");
  const scope = join(settings, "node_modules", "@keyferry");
  const temporary = join(folder, "tmp");
  await mkdir(settings, { mode: 0o700 });
  await Promise.all([mkdir(scope, { recursive: true }), mkdir(temporary)]);
  await symlink(join(PACKAGES, `provider-${provider}`), join(scope, `provider-${provider}`), "junction");
  const base: Record<string, string> = {
    PATH: process.env.PATH ?? "",
    HOME: folder,
    TMPDIR: temporary,
    KEYFERRY_SETTINGS: join(settings, "settings.json"),
  };
  for (const [field, value] of Object.entries(credentials)) base[variableOf(field)] = value;
  const printed: string[] = [];
  return {
    folder,
    witness: [process.execPath, WITNESS],
    printed,
    keyferry: async (args, env = {}) => {
      const finished = await startKeyferry(args, folder, { ...base, ...env }).finish();
      printed.push(finished.stdout, finished.stderr);
      return finished;
    },
    [Symbol.asyncDispose]: () => removeFolder(folder),
  };
}
