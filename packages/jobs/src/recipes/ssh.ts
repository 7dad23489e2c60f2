import type { Recipe } from "@keyferry/core/delivery";
import { SSH_LOGINS, SSH_NOTES, SSH_PAYLOADS, SSH_PROGRAM, SSH_SETTINGS } from "./ssh-config.ts";

const CONFIG = { pieces: ["-F", { path: "config" }] } as const;

/** ssh ends with 255 where it cannot log in, and for every other error of its own (https://man.openbsd.org/ssh.1, "Exit status"). */
const FAILED = [255];

export const ssh: Recipe = {
  id: "ssh",
  displayName: "OpenSSH, a command on a server",
  description: "Runs a command on a server. The command is the program's own arguments.",
  docsUrl: "https://man.openbsd.org/ssh.1",
  programs: [SSH_PROGRAM],
  settings: SSH_SETTINGS,
  oneOf: SSH_LOGINS,
  // Behind the server's name ssh takes options too, up to the command.
  args: [CONFIG, { pieces: ["server"] }, { extra: true }],
  payloads: SSH_PAYLOADS,
  loginFailed: FAILED,
  notes: SSH_NOTES.slice(1),
};

export const sftp: Recipe = {
  id: "sftp",
  displayName: "OpenSSH, file transfer",
  description: "Transfers files by SFTP. The commands come by standard input, or from a file: -b FILE.",
  docsUrl: "https://man.openbsd.org/sftp.1",
  // sftp has no flag for its version, and comes with ssh; without arguments it prints its usage.
  programs: [{ name: "sftp", versionArgs: [] }, SSH_PROGRAM],
  settings: [...SSH_SETTINGS, { setting: "sftp.path" }],
  oneOf: SSH_LOGINS,
  args: [
    // With -b, sftp tells ssh to ask nothing, which would keep it from its helper; what comes first counts.
    { pieces: ["-oBatchMode=no"] },
    CONFIG,
    { extra: true },
    { unless: ["sftp.path"], pieces: ["server"] },
    { when: ["sftp.path"], pieces: ["server:", { literal: "sftp.path" }] },
  ],
  payloads: SSH_PAYLOADS,
  loginFailed: FAILED,
  notes: SSH_NOTES.slice(1),
};

export const rsyncSsh: Recipe = {
  id: "rsync-ssh",
  displayName: "rsync over OpenSSH",
  description: "Synchronises folders over SSH: -a ./ server:folder/ for example.",
  docsUrl: "https://download.samba.org/pub/rsync/rsync.1",
  programs: [
    {
      name: "rsync",
      versionArgs: ["--version"],
      versionPattern: "rsync +version v?(\\d+\\.\\d+\\.\\d+)",
      least: "3.1.0",
    },
    SSH_PROGRAM,
  ],
  settings: SSH_SETTINGS,
  oneOf: SSH_LOGINS,
  args: [{ pieces: ["--rsh=ssh -F", { path: "config" }] }, { extra: true }],
  payloads: SSH_PAYLOADS,
  // ssh's own, handed on, or 12 where rsync notices the broken connection first
  // (https://download.samba.org/pub/rsync/rsync.1#EXIT_VALUES).
  loginFailed: [12, ...FAILED],
  notes: [...SSH_NOTES],
};
