import type { Recipe } from "@keyferry/core/delivery";

export const smbclient: Recipe = {
  id: "smbclient",
  displayName: "smbclient, a network share",
  description: "Transfers files with a share: -c 'put FILE' for example. The path is the share's name.",
  docsUrl: "https://www.samba.org/samba/docs/current/man-html/smbclient.1.html",
  programs: [
    { name: "smbclient", versionArgs: ["--version"], versionPattern: "^Version (\\d+\\.\\d+)", least: "4.10" },
  ],
  settings: [
    { setting: "network.host", required: true },
    { setting: "network.path", required: true },
    { setting: "network.domain" },
    { setting: "network.username", required: true },
    { setting: "network.password", required: true },
  ],
  args: [
    { pieces: ["//", { literal: "network.host" }, "/", { literal: "network.path" }] },
    { pieces: ["--authentication-file=", { path: "login" }] },
    { extra: true },
  ],
  payloads: [
    {
      id: "login",
      delivery: { kind: "fd", descriptor: 7 },
      parts: [
        "username=",
        { setting: "network.username", as: "line" },
        "\npassword=",
        { setting: "network.password", as: "line" },
        { when: ["network.domain"], text: "\ndomain=" },
        { when: ["network.domain"], setting: "network.domain", as: "line" },
        "\n",
      ],
    },
  ],
  loginFailed: [1],
  notes: ["User name and password are one line each.", "smbclient exits with 1 for every error."],
};
