import { createHash } from "node:crypto";
import type { RecipeProgram } from "@keyferry/core";
import { claim, expectCode } from "../../servers/scenario.ts";
import { CARGO, putCargo } from "./files.ts";
import { makeProfile } from "./profile.ts";
import { makeRepository } from "./restic.ts";
import { type ProgramTrial, referenceTo } from "./trial.ts";

const LINE = "p\"a$s'\\&€ %";
const LINES = "p\"a$s'(line feed)&€ %";

const RESTIC: RecipeProgram = {
  name: "restic",
  versionArgs: ["version"],
  versionPattern: "^restic (\\d+\\.\\d+\\.\\d+)",
};
const BORG: RecipeProgram = { name: "borg", versionArgs: ["--version"], versionPattern: "^borg (\\d+\\.\\d+\\.\\d+)" };
const SUM: RecipeProgram = { name: "sha256sum", versionArgs: ["--version"], versionPattern: "\\) (\\d+\\.\\d+)$" };

const BACKUP = ["--no-cache", "--repo=repository", "backup", "cargo.txt"] as const;

/** A password with a line feed, which no profile takes: a variable of a run by references does. */
const inEnvironment: ProgramTrial = {
  name: "env-lines",
  way: "env:RESTIC_PASSWORD",
  program: RESTIC,
  packages: ["restic"],
  alphabet: LINES,
  loginFailed: [1, 12],
  async job(stage) {
    await putCargo(stage);
    const { lines } = stage.account;
    const variable = `RESTIC_PASSWORD=${referenceTo("env-lines", "password")}`;
    return {
      secrets: { password: lines },
      line: ["keyferry", "run", "--env", variable, "--", "restic", ...BACKUP],
      prove: await makeRepository(stage.sandbox, lines, ["--repo=repository"]),
      login: "password",
    };
  },
};

const byResticsCommand: ProgramTrial = {
  name: "restic-command",
  way: "command:RESTIC_PASSWORD_COMMAND",
  program: RESTIC,
  packages: ["restic"],
  alphabet: LINE,
  loginFailed: [1, 12],
  async job(stage) {
    await putCargo(stage);
    const { password } = stage.account;
    const prove = await makeRepository(stage.sandbox, password, ["--repo=repository"]);
    await makeProfile(stage.sandbox, {
      name: "restic-command",
      job: { program: "restic", args: BACKUP },
      secrets: ["compression.password"],
      deliver: { "compression.password": "command:RESTIC_PASSWORD_COMMAND" },
    });
    return {
      secrets: { "compression.password": password },
      line: ["keyferry", "run", "restic-command"],
      prove,
      login: "compression.password",
    };
  },
};

/** https://borgbackup.readthedocs.io/en/stable/usage/general.html#environment-variables */
const byBorgsCommand: ProgramTrial = {
  name: "borg-command",
  way: "command:BORG_PASSCOMMAND",
  program: BORG,
  packages: ["borgbackup"],
  alphabet: LINE,
  loginFailed: [2],
  async job(stage) {
    await putCargo(stage);
    const { sandbox, account } = stage;
    const env = { BORG_PASSPHRASE: account.password };
    const borg = async (...args: readonly string[]) => expectCode(await sandbox.program(["borg", ...args], { env }), 0);
    await borg("init", "--encryption=repokey", "repository");
    await makeProfile(sandbox, {
      name: "borg-command",
      job: { program: "borg", args: ["create", "repository::trial", "cargo.txt"] },
      secrets: ["compression.password"],
      deliver: { "compression.password": "command:BORG_PASSCOMMAND" },
    });
    return {
      secrets: { "compression.password": account.password },
      line: ["keyferry", "run", "borg-command"],
      async prove() {
        const text = await borg("extract", "--stdout", "repository::trial");
        claim(text === CARGO, "the archive does not hold the cargo");
      },
      login: "compression.password",
    };
  },
};

/** A private key, which may have lines, as its type tells it: hostile ones within the first and the last. */
const byBytes = (name: string, delivery: string, script: string): ProgramTrial => ({
  name,
  way: delivery,
  program: SUM,
  packages: ["coreutils"],
  alphabet: `a private key of lines, one of them ${LINES}`,
  loginFailed: [],
  async job({ sandbox, account }) {
    const value = `-----BEGIN PRIVATE KEY-----\n${account.lines}\r\n\n-----END PRIVATE KEY-----\n`;
    const digest = createHash("sha256").update(value).digest("hex");
    await makeProfile(sandbox, {
      name,
      job: { program: "sh", args: ["-c", script] },
      secrets: ["sftp.private-key"],
      deliver: { "sftp.private-key": delivery },
    });
    return {
      secrets: { "sftp.private-key": value },
      line: ["keyferry", "run", name],
      prove: ({ stdout }) => claim(stdout === `${digest}  -\n`, "what arrived is not the value, byte for byte"),
    };
  },
});

export const DELIVERY_TRIALS: readonly ProgramTrial[] = [
  inEnvironment,
  byResticsCommand,
  byBorgsCommand,
  byBytes("stdin-lines", "stdin", "sha256sum"),
  byBytes("fd-lines", "fd:7", "sha256sum <&7"),
  byBytes("pipe-lines", "pipe:KEY", 'sha256sum < "$KEY"'),
  byBytes("memory-file-lines", "memory-file:KEY", 'cat "$KEY" > /dev/null; sha256sum < "$KEY"'),
];
