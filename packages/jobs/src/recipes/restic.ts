import type { Recipe } from "@keyferry/core/delivery";
import { LOGIN, s3Login } from "./s3-login.ts";

const PROGRAM = {
  name: "restic",
  versionArgs: ["version"],
  versionPattern: "^restic (\\d+\\.\\d+\\.\\d+)",
  least: "0.14.0",
} as const;

const PASSWORD: Recipe["settings"][number] = {
  setting: "restic.password",
  required: true,
  own: { description: "Password that encrypts the repository", takes: "password" },
};

const PASSWORD_PAYLOAD: Recipe["payloads"][number] = {
  id: "restic.password",
  delivery: { kind: "fd", descriptor: 7 },
  parts: [{ setting: "restic.password", as: "raw" }],
};

const ARGS: Recipe["args"] = [
  { pieces: ["--password-file=", { path: "restic.password" }] },
  { pieces: ["--repository-file=", { path: "repository" }] },
];

/** 12 since restic 0.17; before that a wrong password is a fatal error as any other. */
const LOGIN_FAILED = [1, 12];

const ANY_LETTERS = "The password may contain any characters; restic drops blanks and line breaks at its ends.";

/** Where restic looks for keys of S3 first (https://restic.readthedocs.io/en/stable/075_scripting.html#environment-variables). */
const OTHER_KEYS = [
  ...["AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY", "AWS_SECRET_ACCESS_KEY", "AWS_SECRET_KEY", "AWS_SESSION_TOKEN"],
  ...["MINIO_ROOT_USER", "MINIO_ROOT_PASSWORD", "MINIO_ACCESS_KEY", "MINIO_SECRET_KEY"],
];

export const restic: Recipe = {
  id: "restic",
  displayName: "restic",
  description: "Makes encrypted backups: backup FOLDER, restore, forget and restic's other commands.",
  docsUrl: "https://restic.readthedocs.io/en/stable/",
  programs: [PROGRAM],
  settings: [
    {
      setting: "restic.repository",
      required: true,
      own: { description: "Address of the repository", takes: "literal" },
    },
    PASSWORD,
  ],
  args: [...ARGS, { extra: true }],
  payloads: [
    PASSWORD_PAYLOAD,
    {
      id: "repository",
      delivery: { kind: "fd", descriptor: 8 },
      parts: [{ setting: "restic.repository", as: "line" }, "\n"],
    },
  ],
  loginFailed: LOGIN_FAILED,
  notes: [
    ANY_LETTERS,
    "For a repository in S3 there is restic-s3. For the login of another cloud use restic's own ways: its variables, or a repository through rclone.",
  ],
};

export const resticS3: Recipe = {
  id: "restic-s3",
  displayName: "restic, S3",
  description: "Makes encrypted backups in a bucket of S3: init, backup FOLDER, restore and restic's other commands.",
  docsUrl: "https://restic.readthedocs.io/en/stable/030_preparing_a_new_repo.html#amazon-s3",
  programs: [PROGRAM],
  settings: [
    { setting: "cloud.host", required: true },
    { setting: "cloud.region", required: true },
    { setting: "cloud.bucket", required: true },
    { setting: "cloud.path" },
    { setting: "cloud.username", required: true },
    { setting: "cloud.password", required: true },
    PASSWORD,
  ],
  args: [...ARGS, { pieces: ["--option=s3.region=", { literal: "cloud.region" }] }, { extra: true }],
  environment: [
    ...OTHER_KEYS.map((name) => ({ name, pieces: [""] })),
    { name: "AWS_SHARED_CREDENTIALS_FILE", pieces: [{ path: "profile" }] },
    { name: "AWS_PROFILE", pieces: ["keyferry"] },
  ],
  payloads: [
    PASSWORD_PAYLOAD,
    {
      id: "repository",
      delivery: { kind: "fd", descriptor: 8 },
      parts: [
        "s3:https://",
        { setting: "cloud.host", as: "line" },
        "/",
        { setting: "cloud.bucket", as: "line" },
        { when: ["cloud.path"], text: "/" },
        { when: ["cloud.path"], setting: "cloud.path", as: "line" },
        "\n",
      ],
    },
    // Which process gives the login; words are split at blanks, so that a shell has to look its name up
    // (https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html, as minio-go reads it). It holds no value.
    {
      id: "profile",
      delivery: { kind: "fd", descriptor: 9 },
      parts: [`[keyferry]\ncredential_process = /bin/sh -c $${LOGIN}\n`],
    },
    // Without a time of expiry restic asks again for each request.
    s3Login("2100-01-01T00:00:00Z"),
  ],
  loginFailed: LOGIN_FAILED,
  notes: [
    ANY_LETTERS,
    "The S3 login is given once: a command that uses a second repository in S3, such as copy, does not get it again.",
    "restic does not support SSE-C keys: it encrypts by itself.",
  ],
};
