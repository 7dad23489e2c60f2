import type { Terminal } from "@keyferry/test-harness/terminal";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { answer } from "./answers.ts";
import { connect, type Ground, openGround, prepare } from "./ground.ts";

const VALUE = "cnry_8d0f31c2aa";
let ground: Ground;

beforeAll(async () => {
  ground = await openGround();
  await connect(ground);
  ground.store.put("backup/nas", { text: JSON.stringify({ user: "u", password: VALUE }), description: "The NAS" });
  ground.store.put("backup/two-lines", { text: "one\ntwo" });
  const given = { connection: "prod", remoteName: "backup/nas", unchecked: true } as const;
  await prepare(ground, async ({ secrets }) => {
    await secrets.create({ ...given, name: "nas-password", key: "password", type: "password" });
    await secrets.create({ ...given, name: "nas-user", key: "user", type: "username" });
  });
});
afterEach(() => ground.leave());
afterAll(() => ground.close());

const screen = (name: string) => `screens/${name}.txt`;
const KINDS = /What kind of job.*enter picks$/s;
const REVIEW = /Save it, or change something\?.*enter picks$/s;

/** To the questions for the password. */
async function startSftp(terminal: Terminal, name: string): Promise<void> {
  await answer(
    terminal,
    [/Name of the profile$/, name],
    [KINDS, "sftp"],
    [/sftp.host .*\)$/, "nas.example"],
    [/sftp.port .*\)$/, "2222"],
    [/sftp.path .*\)$/, ""],
    [/sftp.username .*enter picks$/s, "nas-user"],
  );
}

describe("the wizard for a profile", () => {
  it("asks for the kind of job, its host, and each setting as a literal or a secret of a fitting type", async () => {
    const terminal = ground.start(["profile", "create"], { columns: 100 });
    await answer(terminal, [/Name of the profile$/, "nightly"]);
    await expect(await terminal.shows(KINDS)).toMatchFileSnapshot(screen("profile-1-kind"));
    await answer(terminal, [KINDS, "sftp"], [/sftp.host .*\)$/, "nas.example"]);
    await answer(terminal, [/sftp.port .*\)$/, ""], [/sftp.path .*\)$/, ""]);
    await expect(await terminal.shows(/sftp.username .*enter picks$/s)).toMatchFileSnapshot(
      screen("profile-2-username"),
    );
    await answer(terminal, [/sftp.username/, "type it"], [/✔ sftp.username.*\n\? sftp.username.*\)$/, "backup"]);
    await expect(await terminal.shows(/sftp.password .*enter picks$/s)).toMatchFileSnapshot(
      screen("profile-3-password"),
    );
    await answer(terminal, [/sftp.password/, "nas-password"], [/sftp.known-hosts .*\)$/, ""]);
    await answer(terminal, [/sftp.private-key .*picks$/s, "leave"], [/passphrase .*picks$/s, "leave"]);
    await expect(await terminal.shows(/What runs the job\?.*picks$/s)).toMatchFileSnapshot(screen("profile-6-runner"));
    await answer(terminal, [/What runs the job\?.*picks$/s, "a program"]);
    await answer(terminal, [/Program that.*\)$/, "./backup.sh"], [/Argument 1.*\)$/, "--all"], [/Argument 2.*\)$/, ""]);
    await answer(terminal, [/take sftp.host\?.*SFTP_HOST$/, ""], [/take sftp.username\?.*SFTP_USERNAME$/, ""]);
    await answer(terminal, [/take sftp.password\?.*SFTP_PASSWORD$/, ""]);
    await expect(await terminal.shows(REVIEW)).toMatchFileSnapshot(screen("profile-4-review"));
    terminal.press("enter");
    expect(await terminal.ended()).toBe(0);
    await expect(terminal.screen()).toMatchFileSnapshot(screen("profile-5-done"));
    expect(await ground.list("profile", "show", "nightly")).toMatchObject({
      job: { program: "./backup.sh", args: ["--all"] },
      settings: [
        { setting: "sftp.host", literal: "nas.example", deliver: "env:SFTP_HOST" },
        { setting: "sftp.password", secret: "nas-password", deliver: "env:SFTP_PASSWORD" },
        { setting: "sftp.username", literal: "backup", deliver: "env:SFTP_USERNAME" },
      ],
    });
  });

  it("defines a secret in place, stops using one, and says what does not fit without losing the rest", async () => {
    const terminal = ground.start(["profile", "create"], { columns: 100, rows: 40 });
    await startSftp(terminal, "weekly");
    await answer(terminal, [/sftp.password .*picks$/s, "create"], [/Connection.*picks$/s, ""]);
    await answer(terminal, [/Secret.*two-lines.*picks$/s, "two-lines"], [/for the secret two-lines$/, ""]);
    // A password of two lines is refused, and the question comes again.
    await terminal.shows("line break");
    await answer(
      terminal,
      [/mend the secret.*sftp.password .*picks$/s, "create"],
      [/mend the secret.*Connection.*picks$/s, ""],
    );
    await answer(terminal, [/mend the secret.*Secret.*nas.*picks$/s, "backup/nas"]);
    await answer(
      terminal,
      [/Key\n.*picks$/s, "password"],
      [/for the secret nas-password-2$/, ""],
      [/Description The NAS$/, ""],
      [/sftp.known-hosts .*\)$/, ""],
    );
    await answer(terminal, [/sftp.private-key .*picks$/s, "leave"], [/passphrase .*picks$/s, "leave"]);
    await answer(terminal, [/What runs the job\?.*picks$/s, "rclone-sftp"], [/Argument 1.*\)$/, "lsf"]);
    await answer(terminal, [/Argument 2.*\)$/, ""], [REVIEW, "sftp.username"]);
    await answer(terminal, [/stop using nas-user\s.*picks$/s, "stop using"], [/not set.*picks$/s, "save"]);
    expect(await terminal.ended()).toBe(0);
    expect(terminal.written()).not.toContain(VALUE);
    expect(await ground.list("profile", "show", "weekly")).toMatchObject({
      job: { recipe: "rclone-sftp", args: ["lsf"] },
      settings: [
        { setting: "sftp.host", literal: "nas.example" },
        { setting: "sftp.password", secret: "nas-password-2" },
        { setting: "sftp.port", literal: "2222" },
      ],
    });
    expect(await ground.list("secret", "show", "nas-password-2")).toMatchObject({
      key: "password",
      profiles: ["weekly"],
    });
  });

  it("leaves everything as it was at Ctrl-C, also behind a secret that was defined on the way", async () => {
    const before = [await ground.list("secret", "list"), await ground.list("profile", "list")];
    const terminal = ground.start(["profile", "create"], { columns: 100, rows: 40 });
    await startSftp(terminal, "monthly");
    await answer(terminal, [/sftp.password .*picks$/s, "create"], [/Connection.*picks$/s, ""]);
    await answer(terminal, [/Secret.*nas.*picks$/s, "backup/nas"], [/Key\n.*picks$/s, "password"]);
    await answer(terminal, [/for the secret nas-password-\d$/, ""], [/Description The NAS$/, ""]);
    await answer(terminal, [/sftp.known-hosts .*\)$/, ""]);
    await terminal.shows(/sftp.private-key .*picks$/s);
    terminal.press("ctrlC");
    expect(await terminal.ended()).toBe(130);
    expect([await ground.list("secret", "list"), await ground.list("profile", "list")]).toEqual(before);
  });

  it("asks for the settings that a recipe alone knows, those with a default and those left out before among them", async () => {
    const terminal = ground.start(["profile", "create"], { columns: 100, rows: 40 });
    await answer(terminal, [/Name of the profile$/, "archive"], [KINDS, "none"]);
    await answer(terminal, [/What runs the job\?.*picks$/s, "restic"]);
    await answer(terminal, [/restic.repository \(Address of the repository\)$/, "/srv/backup"]);
    await expect(await terminal.shows(/restic.password .*picks$/s)).toMatchFileSnapshot(screen("profile-7-own"));
    await answer(terminal, [/restic.password .*picks$/s, "nas-password"]);
    await answer(terminal, [/Argument 1.*\)$/, "backup"], [/Argument 2.*\)$/, ""]);
    await expect(await terminal.shows(REVIEW)).toMatchFileSnapshot(screen("profile-8-own-review"));
    await answer(terminal, [REVIEW, "restic.repository"], [/restic.repository .*\/srv\/backup$/, "2"]);
    await answer(terminal, [/restic.repository +\/srv\/backup2\n.*picks$/s, "save"]);
    expect(await terminal.ended()).toBe(0);
    expect(await ground.list("profile", "show", "archive")).toMatchObject({
      job: { recipe: "restic", args: ["backup"] },
      settings: [
        { setting: "restic.password", secret: "nas-password" },
        { setting: "restic.repository", literal: "/srv/backup2" },
      ],
    });
  });

  it("asks again for what the recipe cannot do without, and not for what was left out", async () => {
    const terminal = ground.start(["profile", "create"], { columns: 100, rows: 40 });
    await answer(terminal, [/Name of the profile$/, "mirror"], [KINDS, "ftp"]);
    await answer(terminal, [/ftp.host .*\)$/, ""], [/ftp.port .*\)$/, ""], [/ftp.path .*\)$/, ""]);
    await answer(terminal, [/ftp.username .*picks$/s, "nas-user"], [/ftp.password .*picks$/s, "nas-password"]);
    await answer(terminal, [/What runs the job\?.*picks$/s, "lftp"]);
    await answer(terminal, [/ftp.host .*\)$/, "ftp.example"], [/lftp.commands .*\)$/, "mirror -R . backup"]);
    await answer(terminal, [/Argument 1.*\)$/, ""], [REVIEW, "save"]);
    expect(await terminal.ended()).toBe(0);
    expect(await ground.list("profile", "show", "mirror")).toMatchObject({
      job: { recipe: "lftp", args: [] },
      settings: [
        { setting: "ftp.host", literal: "ftp.example" },
        { setting: "ftp.password", secret: "nas-password" },
        { setting: "ftp.username", secret: "nas-user" },
        { setting: "lftp.commands", literal: "mirror -R . backup" },
      ],
    });
  });

  it("is not there without a terminal", async () => {
    const { code, stderr } = await ground.run(["profile", "create"]);
    expect([code, stderr]).toEqual([64, expect.stringContaining("write profile create NAME")]);
  });
});
