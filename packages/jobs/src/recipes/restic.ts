import type { Recipe } from "@keyferry/core/delivery";

export const restic: Recipe = {
  id: "restic",
  displayName: "restic",
  description: "Makes encrypted backups: backup FOLDER, restore, forget and restic's other commands.",
  docsUrl: "https://restic.readthedocs.io/en/stable/",
  programs: [
    { name: "restic", versionArgs: ["version"], versionPattern: "^restic (\\d+\\.\\d+\\.\\d+)", least: "0.14.0" },
  ],
  settings: [
    {
      setting: "restic.repository",
      required: true,
      own: { description: "Address of the repository", takes: "literal" },
    },
    {
      setting: "restic.password",
      required: true,
      own: { description: "Password that encrypts the repository", takes: "password" },
    },
  ],
  args: [
    { pieces: ["--password-file=", { path: "restic.password" }] },
    { pieces: ["--repository-file=", { path: "repository" }] },
    { extra: true },
  ],
  payloads: [
    {
      id: "restic.password",
      delivery: { kind: "fd", descriptor: 7 },
      parts: [{ setting: "restic.password", as: "raw" }],
    },
    {
      id: "repository",
      delivery: { kind: "fd", descriptor: 8 },
      parts: [{ setting: "restic.repository", as: "line" }, "\n"],
    },
  ],
  // 12 since restic 0.17; before that a wrong password is a fatal error as any other.
  loginFailed: [1, 12],
  notes: [
    "The password may have any letters; blanks and line breaks at its ends are dropped by restic.",
    "The login of a repository in a cloud is restic's own matter: its variables, or a repository by rclone.",
  ],
};
