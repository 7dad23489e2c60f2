import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { isKeyferryError } from "@keyferry/core/delivery";
import { beforeAll, describe, expect, it } from "vitest";
import { eventually, isAlive } from "../support/processes.ts";
import { shell } from "../support/run.ts";
import { secret } from "../support/seal.ts";
import { startWrapper } from "../support/start-wrapper.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const PASSPHRASE = `cnry p"a$s'&€ %`;

const installed = (() => {
  try {
    execFileSync("ssh-add", ["-l"], { stdio: "ignore", env: { PATH: process.env.PATH, SSH_AUTH_SOCK: "/none" } });
    return true;
  } catch (error) {
    return error instanceof Error && !("code" in error && error.code === "ENOENT");
  }
})();

describe.runIf(installed && process.platform === "linux")("ssh-agent", () => {
  const folder = temporaryFolder();
  const keys: Record<string, { readonly key: string; readonly fingerprint: string }> = {};

  beforeAll(() => {
    for (const [name, passphrase] of [
      ["plain", ""],
      ["locked", PASSPHRASE],
    ] as const) {
      const file = join(folder.path, name);
      execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", passphrase, "-C", name, "-f", file]);
      const shown = execFileSync("ssh-keygen", ["-l", "-f", `${file}.pub`]).toString();
      keys[name] = { key: readFileSync(file, "utf8"), fingerprint: shown.split(" ")[1] ?? "none" };
    }
  });

  const key = (name: string) => keys[name]?.key ?? "";

  it("holds the key for the job, in an agent that ends with it", async () => {
    const { stdout, outcome } = await shell(
      'ssh-add -l; stat -c %a "$(dirname "$SSH_AUTH_SOCK")"; echo "$SSH_AUTH_SOCK"; exit 5',
      [secret("ssh-agent", key("plain"))],
    );
    const [line = "", mode, socket = ""] = stdout.split("\n");
    expect(line).toContain(keys.plain?.fingerprint);
    expect([mode, outcome.code]).toEqual(["700", 5]);
    expect(existsSync(socket) || existsSync(join(socket, ".."))).toBe(false);
  });

  it("takes a key whose last line break was cut off, and opens one with its passphrase", async () => {
    const { stdout } = await shell(
      "ssh-add -l",
      [
        secret("ssh-agent", key("plain").trimEnd()),
        secret("ssh-agent", key("locked"), "target/sftp.private-key"),
        secret("ssh-agent:passphrase", PASSPHRASE),
      ].map((payload, at) => ({ ...payload, id: String(at) })),
    );
    expect(stdout).toContain(keys.plain?.fingerprint);
    expect(stdout).toContain(keys.locked?.fingerprint);
  });

  it.each([
    ["no key", () => [secret("ssh-agent", "cnry-not-a-key")]],
    ["no passphrase", () => [secret("ssh-agent", key("locked"))]],
    ["a wrong passphrase", () => [secret("ssh-agent", key("locked")), secret("ssh-agent:passphrase", "cnry-wrong")]],
  ])("starts nothing with %s, and says so without the value", async (_what, payloads) => {
    const marker = join(folder.path, "started");
    const thrown = await shell(`touch ${marker}`, payloads()).catch((error: unknown) => error);
    if (!isKeyferryError(thrown)) expect.unreachable("it was started");
    expect(thrown.message).toMatch(/ssh-add does not take the private key \(value\)/);
    expect(thrown.message).not.toMatch(/cnry|OPENSSH/);
    expect(existsSync(marker)).toBe(false);
  });

  it.each([
    ["a NUL", "cnry\0x", /NUL byte/],
    ["nothing", "", /ssh-add does not take/],
    ["128 KiB that are no key", "cnry".repeat(32_768), /does not take the private key/],
    ["quotes, $ and line breaks", `cnry "$x'\n\n`, /does not take the private key/],
  ])("refuses %s before the start, without the value", async (_what, value, says) => {
    const thrown = await shell("true", [secret("ssh-agent", value)]).catch((error: unknown) => error);
    if (!isKeyferryError(thrown)) expect.unreachable("it was started");
    expect(thrown.message).toMatch(says);
    expect(thrown.message).not.toContain("cnry");
  });

  it.each([
    ["a NUL", "cnry\0x", /NUL byte/],
    ["a line break", "cnry\nx", /line break/],
    ["nothing", "", /does not take the private key/],
    ["128 KiB", "cnry".repeat(32_768), /does not take the private key/],
    ["bytes that are no text", new Uint8Array([0x63, 0x6e, 0xff]), /does not take the private key/],
  ])("refuses %s as a passphrase before the start, without the value", async (_what, value, says) => {
    const marker = join(folder.path, "opened");
    const payloads = [secret("ssh-agent", key("locked")), secret("ssh-agent:passphrase", value)];
    const thrown = await shell(`touch ${marker}`, payloads).catch((error: unknown) => error);
    if (!isKeyferryError(thrown)) expect.unreachable("it was started");
    expect(thrown.message).toMatch(says);
    expect(thrown.message).not.toMatch(/cnry|OPENSSH/);
    expect(existsSync(marker)).toBe(false);
  });

  it("takes the place of an agent that is there, and leaves it alone", async () => {
    const socket = join(folder.path, "other");
    const other = execFileSync("ssh-agent", ["-a", socket]).toString();
    const pid = Number(/SSH_AGENT_PID=(\d+)/.exec(other)?.[1]);
    try {
      const script = 'test "$SSH_AUTH_SOCK" != "$OTHER" && ssh-add -l; SSH_AUTH_SOCK=$OTHER ssh-add -l; ssh-agent -k';
      const { stdout } = await shell(`OTHER=${socket}; ${script}`, [secret("ssh-agent", key("plain"))]);
      const [ours, theirs] = stdout.split("\n");
      expect(ours).toContain(keys.plain?.fingerprint);
      expect(theirs).toBe("The agent has no identities.");
      expect(isAlive(pid)).toBe(true);
    } finally {
      process.kill(pid);
    }
  });

  it("ends its agent also when Keyferry is killed", async () => {
    const script = 'echo "$SSH_AUTH_SOCK"; exec sleep 20';
    const wrapper = startWrapper({ program: "sh", args: ["-c", script], deliver: { "ssh-agent": key("plain") } });
    const socket = String((await once(wrapper.stdout, "data"))[0]).trim();
    expect(execFileSync("ssh-add", ["-l"], { env: { ...process.env, SSH_AUTH_SOCK: socket } }).toString()).toContain(
      keys.plain?.fingerprint,
    );
    wrapper.kill("SIGKILL");
    expect(await eventually(() => !existsSync(socket))).toBe(true);
    // The rest of the folder is what nobody could remove any more.
    rmSync(dirname(socket), { recursive: true });
  });
});
