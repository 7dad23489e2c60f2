import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { claim } from "../../servers/scenario.ts";
import { arrived, putCargo } from "./files.ts";
import type { RecipeTrial, Stage } from "./trial.ts";

const PACKAGES = ["openssh-client"];
const PASSWORD = "p\"a$s'\\&€ %";

function server({ server }: Stage): Record<string, string> {
  return {
    "sftp.host": "127.0.0.1",
    "sftp.port": String(server.ports.ssh),
    "sftp.known-hosts": server.facts?.knownHosts ?? "",
  };
}

const home = ({ server }: Stage) => server.facts?.home;

const trial = (name: string, recipe: string, alphabet: string, job: RecipeTrial["job"]): RecipeTrial => ({
  name,
  recipe,
  service: "openssh",
  packages: PACKAGES,
  alphabet,
  job,
});

/** A file of the server, read by whoever runs the trial. */
const key = (stage: Stage, name: "key" | "locked") => readFile(stage.server.facts?.[name] ?? "", "utf8");

export const SSH_TRIALS: readonly RecipeTrial[] = [
  trial("ssh-password", "ssh", PASSWORD, (stage) => ({
    literals: server(stage),
    secrets: { "sftp.username": stage.account.systemName, "sftp.password": stage.account.password },
    args: ["echo", "logged", "in"],
    prove: ({ stdout }) => claim(stdout === "logged in\n", "the command did not run on the server"),
    login: "sftp.password",
  })),
  trial("ssh-key", "ssh", "a private key", async (stage) => ({
    literals: server(stage),
    secrets: { "sftp.username": stage.account.systemName, "sftp.private-key": await key(stage, "key") },
    args: ["echo", "logged", "in"],
    prove: ({ stdout }) => claim(stdout === "logged in\n", "the command did not run on the server"),
  })),
  trial("ssh-key-passphrase", "ssh", `a private key; ${PASSWORD}`, async (stage) => ({
    literals: server(stage),
    secrets: {
      "sftp.username": stage.account.systemName,
      "sftp.private-key": await key(stage, "locked"),
      "sftp.private-key-passphrase": stage.account.password,
    },
    args: ["echo", "logged", "in"],
    prove: ({ stdout }) => claim(stdout === "logged in\n", "the command did not run on the server"),
  })),
  trial("sftp-password", "sftp", PASSWORD, async (stage) => {
    await putCargo(stage);
    return {
      literals: server(stage),
      secrets: { "sftp.username": stage.account.systemName, "sftp.password": stage.account.password },
      input: "put cargo.txt by-sftp.txt\n",
      prove: () => arrived(home(stage), "by-sftp.txt"),
      login: "sftp.password",
    };
  }),
  trial("sftp-batch", "sftp", PASSWORD, async (stage) => {
    await putCargo(stage);
    await writeFile(join(stage.sandbox.work, "batch"), "put cargo.txt by-batch.txt\n");
    return {
      literals: server(stage),
      secrets: { "sftp.username": stage.account.systemName, "sftp.password": stage.account.password },
      args: ["-b", "batch"],
      prove: () => arrived(home(stage), "by-batch.txt"),
    };
  }),
  trial("rsync-ssh-password", "rsync-ssh", PASSWORD, async (stage) => {
    await putCargo(stage);
    return {
      literals: server(stage),
      secrets: { "sftp.username": stage.account.systemName, "sftp.password": stage.account.password },
      args: ["-t", "cargo.txt", "server:by-rsync.txt"],
      prove: () => arrived(home(stage), "by-rsync.txt"),
      login: "sftp.password",
    };
  }),
  trial("rsync-ssh-key", "rsync-ssh", "a private key", async (stage) => {
    await putCargo(stage);
    return {
      literals: server(stage),
      secrets: { "sftp.username": stage.account.systemName, "sftp.private-key": await key(stage, "key") },
      args: ["-t", "cargo.txt", "server:by-key.txt"],
      prove: () => arrived(home(stage), "by-key.txt"),
    };
  }),
  trial("curl-sftp", "curl-sftp", PASSWORD, async (stage) => {
    await putCargo(stage);
    const hosts = join(stage.sandbox.folder, "home", ".ssh");
    await mkdir(hosts, { recursive: true, mode: 0o700 });
    await writeFile(join(hosts, "known_hosts"), await readFile(stage.server.facts?.knownHosts ?? ""));
    return {
      literals: { "sftp.host": "127.0.0.1", "sftp.port": String(stage.server.ports.ssh), "sftp.path": "~/by-curl.txt" },
      secrets: { "sftp.username": stage.account.systemName, "sftp.password": stage.account.password },
      args: ["--silent", "--show-error", "--upload-file", "cargo.txt"],
      prove: () => arrived(home(stage), "by-curl.txt"),
      login: "sftp.password",
    };
  }),
];
