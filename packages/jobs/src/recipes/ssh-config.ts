import type { Recipe, RecipePayload } from "@keyferry/core/delivery";

type Settings = Recipe["settings"];

/** The settings of everything that logs in by OpenSSH's client. */
export const SSH_SETTINGS: Settings = [
  { setting: "sftp.host", required: true },
  { setting: "sftp.port", default: "22" },
  { setting: "sftp.username", required: true },
  { setting: "sftp.password" },
  { setting: "sftp.private-key" },
  { setting: "sftp.private-key-passphrase" },
  { setting: "sftp.known-hosts" },
];

export const SSH_LOGINS = [["sftp.password", "sftp.private-key"]] as const;

/** `ssh -V` prints `OpenSSH_9.2p1 …`. Since 8.4 the askpass helper is used on a terminal too (https://www.openssh.com/txt/release-8.4). */
export const SSH_PROGRAM = {
  name: "ssh",
  versionArgs: ["-V"],
  versionPattern: "OpenSSH_(?:for_Windows_)?(\\d+\\.\\d+)",
  least: "8.4",
} as const;

const PASSWORD = ["sftp.password"];
const KEY = ["sftp.private-key"];

/**
 * Everything about the server as a config file of ssh (https://man.openbsd.org/ssh_config.5) on a named pipe, since ssh closes the
 * descriptors that it inherits. Of each keyword the first value counts, so the person's own file comes last. It is given as
 * `-F`, with which ssh reads no other.
 */
export const SSH_PAYLOADS: readonly RecipePayload[] = [
  {
    id: "config",
    delivery: { kind: "pipe" },
    parts: [
      "HostName ",
      { setting: "sftp.host", as: "ssh-config" },
      "\nPort ",
      { setting: "sftp.port", as: "ssh-config" },
      "\nUser ",
      { setting: "sftp.username", as: "ssh-config" },
      { when: ["sftp.known-hosts"], text: "\nStrictHostKeyChecking yes\nUserKnownHostsFile " },
      { when: ["sftp.known-hosts"], setting: "sftp.known-hosts", as: "ssh-config" },
      {
        when: PASSWORD,
        text: "\nPreferredAuthentications password,keyboard-interactive\nPubkeyAuthentication no\nNumberOfPasswordPrompts 1",
      },
      { when: KEY, text: "\nPreferredAuthentications publickey\nPasswordAuthentication no\nIdentityFile none" },
      "\nInclude ~/.ssh/config\n",
    ],
  },
  {
    id: "sftp.password",
    when: PASSWORD,
    delivery: { kind: "askpass", prompt: "password" },
    parts: [{ setting: "sftp.password", as: "line" }],
  },
  {
    id: "sftp.private-key",
    when: KEY,
    delivery: { kind: "ssh-agent" },
    parts: [{ setting: "sftp.private-key", as: "raw" }],
  },
  {
    id: "sftp.private-key-passphrase",
    when: ["sftp.private-key", "sftp.private-key-passphrase"],
    delivery: { kind: "ssh-agent", role: "passphrase" },
    parts: [{ setting: "sftp.private-key-passphrase", as: "line" }],
  },
];

export const SSH_NOTES = [
  "In the program's own arguments the server is called `server`.",
  "ssh puts the user's name into the question for its helper: an argument that other processes can see for a moment. With a private key it does not ask.",
  "Your own ~/.ssh/config is read after what the profile says; the system's is not read.",
] as const;
