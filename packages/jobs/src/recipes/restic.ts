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
    { setting: "cloud.username" },
    { setting: "cloud.password" },
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
    // The client for S3 reads the file that the AWS programs read, more than once
    // (https://restic.readthedocs.io/en/stable/030_preparing_a_new_repo.html#amazon-s3).
    {
      id: "credentials",
      when: ["cloud.username", "cloud.password"],
      delivery: { kind: "memory-file", variable: "AWS_SHARED_CREDENTIALS_FILE" },
      parts: [
        "[default]\naws_access_key_id = ",
        { setting: "cloud.username", as: "line" },
        "\naws_secret_access_key = ",
        { setting: "cloud.password", as: "line" },
        "\n",
      ],
    },
  ],
  // 12 since restic 0.17; before that a wrong password is a fatal error as any other.
  loginFailed: [1, 12],
  notes: [
    "The password may have any letters; blanks and line breaks at its ends are dropped by restic.",
    "The settings of the group cloud are for repositories in S3: an access key id and a secret access key.",
  ],
};
