import type { Recipe } from "@keyferry/core/delivery";

export const lftp: Recipe = {
  id: "lftp",
  displayName: "lftp",
  description: "Mirrors and transfers files by FTP, with the commands of the setting lftp.commands.",
  docsUrl: "https://lftp.yar.ru/lftp-man.html",
  programs: [
    { name: "lftp", versionArgs: ["--version"], versionPattern: "Version (\\d+\\.\\d+\\.\\d+)", least: "4.8.0" },
  ],
  settings: [
    { setting: "ftp.host", required: true },
    { setting: "ftp.port", default: "21" },
    { setting: "ftp.path" },
    { setting: "ftp.username", required: true },
    { setting: "ftp.password", required: true },
    {
      setting: "lftp.commands",
      required: true,
      own: { description: "Commands for lftp, such as mirror -R . backup", takes: "literal", commands: true },
    },
  ],
  args: [{ pieces: ["--norc"] }, { extra: true }, { pieces: ["-f"] }, { pieces: [{ path: "script" }] }],
  payloads: [
    {
      id: "script",
      delivery: { kind: "fd", descriptor: 7 },
      parts: [
        // Its log of transfers and its history of places hold the user's name.
        "set cmd:fail-exit yes\nset xfer:log no\nset cmd:save-cwd-history no\nset cmd:save-rl-history no\nopen -p ",
        { setting: "ftp.port", as: "lftp" },
        " -u ",
        { setting: "ftp.username", as: "lftp" },
        ",",
        { setting: "ftp.password", as: "lftp" },
        " ",
        { setting: "ftp.host", as: "lftp" },
        { when: ["ftp.path"], text: "\ncd " },
        { when: ["ftp.path"], setting: "ftp.path", as: "lftp" },
        "\n",
        // The person's own commands, as a program's arguments are.
        { setting: "lftp.commands", as: "line" },
        "\n",
      ],
    },
  ],
  loginFailed: [1],
  notes: [
    "User name and password are one line each.",
    "lftp exits with 1 for every error. Your own ~/.lftprc is not read.",
  ],
};
