import type { Recipe } from "@keyferry/core/delivery";

export const rsync: Recipe = {
  id: "rsync",
  displayName: "rsync with a daemon",
  description: "Synchronises folders with an rsync daemon: -a ./ rsync://HOST/MODULE/ for example.",
  docsUrl: "https://download.samba.org/pub/rsync/rsync.1",
  programs: [
    {
      name: "rsync",
      versionArgs: ["--version"],
      versionPattern: "rsync +version v?(\\d+\\.\\d+\\.\\d+)",
      least: "3.1.0",
    },
  ],
  settings: [
    { setting: "network.username", required: true },
    { setting: "network.password", required: true },
  ],
  args: [{ pieces: ["--password-file=", { path: "network.password" }] }, { extra: true }],
  payloads: [
    // The user's name of an address without one; the other way is the address itself, an argument.
    {
      id: "network.username",
      delivery: { kind: "env", variable: "USER" },
      parts: [{ setting: "network.username", as: "line" }],
    },
    {
      id: "network.password",
      delivery: { kind: "fd", descriptor: 7 },
      parts: [{ setting: "network.password", as: "line" }, "\n"],
    },
  ],
  // 5: error starting the client-server protocol, a refused login among them.
  loginFailed: [5],
  notes: [
    "rsync takes the user name from the variable USER, where other processes of the same user can see it.",
    "The protocol of the daemon is not encrypted, though the password itself is not sent. The password is one line.",
  ],
};
