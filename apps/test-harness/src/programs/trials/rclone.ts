import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { arrived, CARGO, putCargo } from "./files.ts";
import type { Job, RecipeTrial, Stage } from "./trial.ts";

const LINE = "p\"a$s'\\&€ %";
// Short waits: a failed login is tried again at once, and once.
const PATIENCE = ["--low-level-retries=1", "--retries=1"];

const trial = (
  name: string,
  recipe: string,
  service: RecipeTrial["service"],
  alphabet: string,
  job: RecipeTrial["job"],
): RecipeTrial => ({
  name,
  recipe,
  ...(service ? { service } : {}),
  packages: ["rclone"],
  alphabet,
  job,
});

const copyTo = async (stage: Stage, name: string, rest: Pick<Job, "literals" | "secrets" | "login">): Promise<Job> => {
  await putCargo(stage);
  return {
    ...rest,
    args: [...PATIENCE, "--ca-cert", stage.ca, "copyto", "cargo.txt", `server:${name}`],
    prove: () => arrived(stage.server.facts?.home, name),
  };
};

const sftp = ({ server }: Stage) => ({
  "sftp.host": "127.0.0.1",
  "sftp.port": String(server.ports.ssh),
  "sftp.known-hosts": server.facts?.knownHosts ?? "",
});

const home = ({ server }: Stage) => server.facts?.home ?? "";

const key = (stage: Stage, name: "key" | "locked") => readFile(stage.server.facts?.[name] ?? "", "utf8");

export const RCLONE_TRIALS: readonly RecipeTrial[] = [
  trial("rclone-sftp-password", "rclone-sftp", "openssh", LINE, (stage) =>
    copyTo(stage, "by-rclone.txt", {
      literals: sftp(stage),
      secrets: { "sftp.username": stage.account.systemName, "sftp.password": stage.account.password },
      login: "sftp.password",
    }),
  ),
  trial("rclone-sftp-key", "rclone-sftp", "openssh", "a private key", async (stage) =>
    copyTo(stage, "by-rclone-key.txt", {
      literals: sftp(stage),
      secrets: {
        "sftp.username": stage.account.systemName,
        "sftp.private-key": await key(stage, "key"),
      },
    }),
  ),
  trial("rclone-sftp-sftp", "rclone-sftp-sftp", "openssh", `${LINE}; a private key`, async (stage) => {
    const sided = (side: string) =>
      Object.fromEntries(Object.entries(sftp(stage)).map(([k, v]) => [`${side}/${k}`, v]));
    await writeFile(join(home(stage), "of-source.txt"), CARGO);
    return {
      literals: { ...sided("source"), ...sided("target") },
      secrets: {
        "source/sftp.username": stage.account.systemName,
        "source/sftp.password": stage.account.password,
        "target/sftp.username": stage.account.systemName,
        "target/sftp.private-key": await key(stage, "key"),
      },
      args: [...PATIENCE, "copyto", "source:of-source.txt", "target:by-two.txt"],
      prove: () => arrived(home(stage), "by-two.txt"),
      login: "source/sftp.password",
    };
  }),
  trial("rclone-ftp", "rclone-ftp", "ftp", LINE, (stage) =>
    copyTo(stage, "by-rclone.txt", {
      literals: { "ftp.host": "127.0.0.1", "ftp.port": String(stage.server.ports.ftp) },
      secrets: { "ftp.username": stage.account.username, "ftp.password": stage.account.password },
      login: "ftp.password",
    }),
  ),
  trial("rclone-webdav", "rclone-webdav", "webdav", LINE, (stage) =>
    copyTo(stage, "by-rclone.txt", {
      literals: { "cloud.host": `localhost:${stage.server.ports.https}` },
      secrets: { "cloud.username": stage.account.username, "cloud.password": stage.account.password },
      login: "cloud.password",
    }),
  ),
];
