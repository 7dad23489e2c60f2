import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { open, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const PATIENCE_MS = 180_000;

/** A session bus of its own, as a login to a desktop has one. */
export interface Session extends AsyncDisposable {
  readonly env: Readonly<Record<string, string>>;
}

/** A bus on which nothing answers to `org.freedesktop.secrets`, whatever is installed on the machine. */
const NO_SERVICES = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
`;

/** Starts dbus-run-session; it ends when its shell's input does. */
export async function openSession(folder: string): Promise<Session> {
  const config = join(folder, "bus.conf");
  await writeFile(config, NO_SERVICES);
  const script = 'printf "%s\\n" "$DBUS_SESSION_BUS_ADDRESS"; exec cat';
  const child = spawn("dbus-run-session", [`--config-file=${config}`, "--", "sh", "-c", script], {
    env: { PATH: process.env.PATH ?? "", HOME: folder },
    stdio: ["pipe", "pipe", "ignore"],
  });
  const [first] = (await Promise.race([once(child.stdout, "data"), ended(child)])) as [Buffer | undefined];
  const address = first?.toString().split("\n")[0];
  if (!address) throw new Error("dbus-run-session gave no address");
  return {
    env: { DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: join(folder, "run") },
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await endedOrKilled(child);
    },
  };
}

export interface Keyring extends AsyncDisposable {
  /** Stops and continues it, as a machine under load or a debugger does. */
  signal(signal: "SIGSTOP" | "SIGCONT"): void;
}

/** Starts gnome-keyring in a session, unlocked by a password or locked, and waits until it owns its name. */
export async function startKeyring(session: Session, folder: string, password?: string): Promise<Keyring> {
  const args = ["--foreground", "--components=secrets", ...(password === undefined ? [] : ["--unlock"])];
  const env = { PATH: process.env.PATH ?? "", HOME: folder, ...session.env };
  const path = join(folder, "keyring.log");
  const log = await open(path, "w");
  const child = spawn("gnome-keyring-daemon", args, { env, stdio: ["pipe", "ignore", log.fd] });
  await log.close();
  child.stdin?.on("error", () => undefined).end(password ?? "");
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await owned(env))) {
    if (performance.now() > deadline || child.exitCode !== null) {
      child.kill("SIGKILL");
      const ending = child.exitCode === null ? `in ${PATIENCE_MS / 1_000} s` : `and ended with ${child.exitCode}`;
      throw new Error(`gnome-keyring-daemon did not own its name ${ending}: ${await readFile(path, "utf8")}`);
    }
    await sleep(100);
  }
  return {
    signal: (signal) => void child.kill(signal),
    async [Symbol.asyncDispose]() {
      child.kill("SIGCONT");
      child.kill("SIGTERM");
      await endedOrKilled(child);
    },
  };
}

/** Asks the bus whether somebody is the Secret Service. */
async function owned(env: Readonly<Record<string, string>>): Promise<boolean> {
  const call = ["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"];
  const child = spawn("dbus-send", [...call, "org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets"], {
    env,
    stdio: ["ignore", "pipe", "ignore"],
  });
  let said = "";
  child.stdout.on("data", (text) => {
    said += text;
  });
  await once(child, "close");
  return said.includes("boolean true");
}

/** What it wrote is whole behind this, and nothing is added. */
async function endedOrKilled(child: ChildProcess): Promise<void> {
  const timer = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await ended(child);
  clearTimeout(timer);
}

function ended(child: ChildProcess): Promise<unknown[]> {
  return child.exitCode !== null || child.signalCode !== null ? Promise.resolve([]) : once(child, "exit");
}
