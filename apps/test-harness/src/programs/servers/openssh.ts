import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { chmod, chown, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePort } from "../../servers/free-port.ts";
import { launch } from "./launch.ts";
import type { Service } from "./service.ts";

const UID = 64_123;

/**
 * OpenSSH with a password, a key and a key with a passphrase. It reads an account's password from the system's own files, so
 * it gets copies of them with one account more, mounted for it alone (https://man7.org/linux/man-pages/man1/unshare.1.html).
 */
export const openssh: Service = {
  id: "openssh",
  product: "OpenSSH server",
  packages: ["openssh-server", "openssh-client"],
  root: true,
  async start(ground) {
    const { account, folder: base } = ground;
    const folder = join(base, "openssh");
    const home = join(folder, "home");
    await mkdir(home, { recursive: true });
    await chmod(folder, 0o755);
    const at = (name: string) => join(folder, name);
    for (const name of ["host", "plain"]) {
      execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "harness", "-f", at(name)]);
    }
    const locked = await lockedKey(at("locked"), account.password);
    await writeFile(at("authorized_keys"), (await readFile(at("plain.pub"), "utf8")) + locked);
    const hash = execFileSync("openssl", ["passwd", "-6", "-stdin"], { input: account.password, encoding: "utf8" });
    const user = account.systemName;
    const passwd = await readFile("/etc/passwd", "utf8");
    await writeFile(at("passwd"), `${passwd}${user}:x:${UID}:${UID}::${home}:/bin/sh\n`);
    await writeFile(at("shadow"), `root:*:19000::::::\n${user}:${hash.trim()}:19000::::::\n`, { mode: 0o600 });
    await chown(home, UID, UID);
    const port = await freePort();
    await writeFile(at("sshd_config"), config(folder, port));
    await mkdir("/run/sshd", { recursive: true });
    const mounted = ["passwd", "shadow"].map((name) => `mount --bind "$1/${name}" /etc/${name}`).join(" && ");
    const script = `${mounted} && exec /usr/sbin/sshd -D -e -f "$1/sshd_config"`;
    const { unprivileged: _, ...asRoot } = ground;
    const stop = await launch(asRoot, "openssh", ["unshare", "-m", "sh", "-c", script, "sh", folder], port);
    const host = (await readFile(at("host.pub"), "utf8")).split(" ").slice(0, 2).join(" ");
    await writeFile(at("known_hosts"), `[127.0.0.1]:${port} ${host}\n`);
    return {
      ports: { ssh: port },
      facts: { knownHosts: at("known_hosts"), key: at("plain"), locked: at("locked"), home },
      stop,
    };
  },
};

/** A key with a passphrase, made here, so that the passphrase stands in no argument; gives its public line. */
async function lockedKey(path: string, passphrase: string): Promise<string> {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const form = { type: "pkcs8", format: "pem" } as const;
  await writeFile(path, privateKey.export(form), { mode: 0o600 });
  const line = execFileSync("ssh-keygen", ["-y", "-f", path], { encoding: "utf8" });
  await writeFile(path, privateKey.export({ ...form, cipher: "aes-256-cbc", passphrase }), { mode: 0o600 });
  return line;
}

function config(folder: string, port: number): string {
  return `ListenAddress 127.0.0.1
Port ${port}
HostKey ${folder}/host
AuthorizedKeysFile ${folder}/authorized_keys
PidFile none
UsePAM no
StrictModes no
PasswordAuthentication yes
KbdInteractiveAuthentication no
MaxStartups 100
LogLevel VERBOSE
Subsystem sftp internal-sftp
`;
}
