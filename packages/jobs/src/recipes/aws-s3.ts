import type { Recipe } from "@keyferry/core/delivery";
import { LOGIN, s3Login } from "./s3-login.ts";

const SSE = ["cloud.sse-c-key"];

export const awsS3: Recipe = {
  id: "aws-s3",
  displayName: "AWS command line, S3",
  description:
    "Transfers files with S3: cp FILE s3://BUCKET/KEY for example. With an SSE-C key the object is encrypted at rest.",
  docsUrl: "https://docs.aws.amazon.com/cli/latest/reference/s3/",
  programs: [
    { name: "aws", versionArgs: ["--version"], versionPattern: "^aws-cli/(\\d+\\.\\d+\\.\\d+)", least: "1.45.0" },
  ],
  settings: [
    { setting: "cloud.host" },
    { setting: "cloud.region", required: true },
    { setting: "cloud.username", required: true },
    { setting: "cloud.password", required: true },
    { setting: "cloud.sse-c-key" },
  ],
  args: [
    { pieces: ["s3"] },
    { extra: true },
    // With it, variables and the person's own profiles do not count.
    { pieces: ["--profile=keyferry"] },
    { pieces: ["--region=", { literal: "cloud.region" }] },
    { when: ["cloud.host"], pieces: ["--endpoint-url=https://", { literal: "cloud.host" }] },
    { when: SSE, pieces: ["--sse-c=AES256"] },
    { when: SSE, pieces: ["--sse-c-key=fileb://", { path: "cloud.sse-c-key" }] },
  ],
  payloads: [
    // A profile of its own, which names a process that gives the login
    // (https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sourcing-external.html). It holds no value; the file is
    // opened more than once, so that of a pipe nothing would be left.
    {
      id: "config",
      delivery: { kind: "memory-file", variable: "AWS_CONFIG_FILE" },
      parts: [`[profile keyferry]\ncredential_process = /bin/sh -c 'exec "$${LOGIN}"'\n`],
    },
    s3Login(),
    {
      id: "cloud.sse-c-key",
      when: SSE,
      delivery: { kind: "fd", descriptor: 7 },
      parts: [{ setting: "cloud.sse-c-key", as: "raw" }],
    },
  ],
  loginFailed: [1, 254, 255],
  notes: [
    "An SSE-C key is 32 bytes, as they are. Never add --debug, which prints it.",
    "aws s3 exits with 1 for every failed transfer.",
  ],
};
