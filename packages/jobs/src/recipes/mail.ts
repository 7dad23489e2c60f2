import type { Recipe } from "@keyferry/core/delivery";

export const msmtp: Recipe = {
  id: "msmtp",
  displayName: "msmtp, email",
  description:
    "Sends an email that comes by standard input, to the profile's address and to those among the arguments.",
  docsUrl: "https://marlam.de/msmtp/msmtp.html",
  programs: [
    {
      name: "msmtp",
      versionArgs: ["--version"],
      versionPattern: "^msmtp version (\\d+\\.\\d+\\.\\d+)",
      least: "1.8.0",
    },
  ],
  settings: [
    { setting: "email.host", required: true },
    { setting: "email.port", default: "587" },
    { setting: "email.from", required: true },
    { setting: "email.to" },
    { setting: "email.username", required: true },
    { setting: "email.password", required: true },
  ],
  args: [
    { pieces: ["--file=", { path: "config" }] },
    { extra: true },
    { when: ["email.to"], pieces: ["--"] },
    { when: ["email.to"], pieces: [{ literal: "email.to" }] },
  ],
  payloads: [
    {
      id: "email.password",
      delivery: { kind: "fd", descriptor: 7 },
      parts: [{ setting: "email.password", as: "line" }, "\n"],
    },
    // Login over TLS alone. The password comes by a command, since its line takes any letters.
    {
      id: "config",
      delivery: { kind: "fd", descriptor: 8 },
      parts: [
        "account default\ntls on\nauth on\nhost ",
        { setting: "email.host", as: "msmtp-config" },
        "\nport ",
        { setting: "email.port", as: "msmtp-config" },
        "\nfrom ",
        { setting: "email.from", as: "msmtp-config" },
        "\nuser ",
        { setting: "email.username", as: "msmtp-config" },
        '\npasswordeval "cat /dev/fd/7"\n',
      ],
    },
  ],
  // EX_NOPERM (https://marlam.de/msmtp/msmtp.html, "Exit code").
  loginFailed: [77],
  notes: [
    "For a port that speaks TLS from the start, 465 as a rule, add --tls-starttls=off.",
    "For a certificate that the system does not trust, add --tls-trust-file=FILE. User name and password are one line each.",
  ],
};

const CA = ["mbsync.ca-file"];
const PATH = ["backup-email.path"];

export const mbsync: Recipe = {
  id: "mbsync",
  displayName: "mbsync, backup of a mailbox",
  description: "Fetches the messages of a mailbox by IMAP over TLS into a folder. Nothing on the server changes.",
  docsUrl: "https://isync.sourceforge.io/mbsync.html",
  programs: [{ name: "mbsync", versionArgs: ["--version"], versionPattern: "^isync (\\d+\\.\\d+)", least: "1.4" }],
  settings: [
    { setting: "backup-email.host", required: true },
    { setting: "backup-email.port", default: "993" },
    { setting: "backup-email.path" },
    { setting: "backup-email.username", required: true },
    { setting: "backup-email.password", required: true },
    {
      setting: "mbsync.folder",
      required: true,
      own: { description: "Folder of this machine that the messages go to", takes: "literal" },
    },
    {
      setting: "mbsync.ca-file",
      own: { description: "File with the CA of the server's certificate", takes: "literal" },
    },
  ],
  args: [{ pieces: ["--config=", { path: "config" }] }, { extra: true }, { pieces: ["backup"] }],
  payloads: [
    {
      id: "backup-email.password",
      delivery: { kind: "fd", descriptor: 7 },
      parts: [{ setting: "backup-email.password", as: "line" }, "\n"],
    },
    // Sections end with an empty line. `SSLType` is what 1.4 calls `TLSType`; later versions take both.
    {
      id: "config",
      delivery: { kind: "fd", descriptor: 8 },
      parts: [
        "IMAPAccount server\nSSLType IMAPS\nHost ",
        { setting: "backup-email.host", as: "mbsync-config" },
        "\nPort ",
        { setting: "backup-email.port", as: "mbsync-config" },
        "\nUser ",
        { setting: "backup-email.username", as: "mbsync-config" },
        { when: CA, text: "\nCertificateFile " },
        { when: CA, setting: "mbsync.ca-file", as: "mbsync-config" },
        '\nPassCmd "cat /dev/fd/7"\n\nIMAPStore far\nAccount server\n\nMaildirStore near\nSubFolders Verbatim\nPath ',
        { setting: "mbsync.folder", as: "mbsync-config" },
        "\nInbox ",
        { setting: "mbsync.folder", as: "mbsync-config" },
        "\n\nChannel backup\nFar :far:\nNear :near:\nCreate Near\nSync Pull\nSyncState *\nPatterns ",
        { when: PATH, setting: "backup-email.path", as: "mbsync-config" },
        { unless: PATH, text: "*" },
        "\n",
      ],
    },
  ],
  loginFailed: [1],
  notes: [
    "Write the folder with a slash at its end. User name and password are one line each.",
    "mbsync exits with 1 for every error.",
  ],
};
