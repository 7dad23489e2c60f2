import type { Recipe, RecipePayload } from "@keyferry/core/delivery";

/** `rclone version` prints `rclone v1.60.1-DEV`. The form of encrypted files is older; the command for their key came with 1.53. */
const PROGRAM = {
  name: "rclone",
  versionArgs: ["version"],
  versionPattern: "^rclone v(\\d+\\.\\d+\\.\\d+)",
  least: "1.53.0",
} as const;

type Parts = RecipePayload["parts"];

interface Variant extends Pick<Recipe, "id" | "displayName" | "description" | "docsUrl" | "settings"> {
  readonly oneOf?: NonNullable<Recipe["oneOf"]>;
  readonly parts: Parts;
  readonly notes?: readonly string[];
}

/** Remotes in a config file of their own. */
function rclone({ parts, notes = [], ...recipe }: Variant): Recipe {
  return {
    ...recipe,
    programs: [PROGRAM],
    args: [{ extra: true }],
    payloads: [{ id: "config", delivery: { kind: "rclone-config" }, parts }],
    loginFailed: [1],
    notes: [...notes, "Remotes of your own config file are not available. rclone exits with 1 for most errors."],
  };
}

const SERVER = "In the program's own arguments the server is called server: as in copy FOLDER server:FOLDER.";

/** One line, where the setting is set, and those that it needs. */
const line = (
  name: string,
  setting: string,
  as: "rclone-value" | "rclone-obscure" | "rclone-pem",
  ...needs: string[]
): Parts => {
  const when = [setting, ...needs];
  return [
    { when, text: `${name} = ` },
    { when, setting, as },
    { when, text: "\n" },
  ];
};

/** The settings of one SFTP server; `side` is `source/`, `target/` or nothing. */
const sftpSettings = (side: string): Recipe["settings"] => [
  { setting: `${side}sftp.host`, required: true },
  { setting: `${side}sftp.port`, default: "22" },
  { setting: `${side}sftp.username`, required: true },
  { setting: `${side}sftp.password` },
  { setting: `${side}sftp.private-key` },
  { setting: `${side}sftp.private-key-passphrase` },
  { setting: `${side}sftp.known-hosts` },
];

const sftpLogins = (side: string): readonly string[] => [`${side}sftp.password`, `${side}sftp.private-key`];

const sftpRemote = (name: string, side: string): Parts => [
  `[${name}]\ntype = sftp\n`,
  ...line("host", `${side}sftp.host`, "rclone-value"),
  ...line("port", `${side}sftp.port`, "rclone-value"),
  ...line("user", `${side}sftp.username`, "rclone-value"),
  ...line("pass", `${side}sftp.password`, "rclone-obscure"),
  ...line("key_pem", `${side}sftp.private-key`, "rclone-pem"),
  ...line("key_file_pass", `${side}sftp.private-key-passphrase`, "rclone-obscure", `${side}sftp.private-key`),
  ...line("known_hosts_file", `${side}sftp.known-hosts`, "rclone-value"),
];

const UNCHECKED = "Without known-hosts rclone does not check the server's key.";

export const rcloneRecipes: readonly Recipe[] = [
  rclone({
    id: "rclone-sftp",
    displayName: "rclone, SFTP",
    description: "Copies and synchronises folders by SFTP.",
    docsUrl: "https://rclone.org/sftp/",
    settings: sftpSettings(""),
    oneOf: [sftpLogins("")],
    parts: sftpRemote("server", ""),
    notes: [SERVER, UNCHECKED],
  }),
  rclone({
    id: "rclone-sftp-sftp",
    displayName: "rclone, between two SFTP servers",
    description: "Copies and synchronises folders from one SFTP server to another: sync source:FOLDER target:FOLDER.",
    docsUrl: "https://rclone.org/sftp/",
    settings: [...sftpSettings("source/"), ...sftpSettings("target/")],
    oneOf: [sftpLogins("source/"), sftpLogins("target/")],
    parts: [...sftpRemote("source", "source/"), ...sftpRemote("target", "target/")],
    notes: ["In the program's own arguments the servers are called source and target.", UNCHECKED],
  }),
  rclone({
    id: "rclone-ftp",
    displayName: "rclone, FTP",
    description: "Copies and synchronises folders by FTP.",
    docsUrl: "https://rclone.org/ftp/",
    settings: [
      { setting: "ftp.host", required: true },
      { setting: "ftp.port", default: "21" },
      { setting: "ftp.username", required: true },
      { setting: "ftp.password", required: true },
    ],
    parts: [
      "[server]\ntype = ftp\n",
      ...line("host", "ftp.host", "rclone-value"),
      ...line("port", "ftp.port", "rclone-value"),
      ...line("user", "ftp.username", "rclone-value"),
      ...line("pass", "ftp.password", "rclone-obscure"),
    ],
    notes: [SERVER, "FTP is not encrypted unless you add --ftp-explicit-tls."],
  }),
  rclone({
    id: "rclone-webdav",
    displayName: "rclone, WebDAV",
    description: "Copies and synchronises folders by WebDAV over TLS.",
    docsUrl: "https://rclone.org/webdav/",
    settings: [
      { setting: "cloud.host", required: true },
      { setting: "cloud.path" },
      { setting: "cloud.username", required: true },
      { setting: "cloud.password", required: true },
    ],
    parts: [
      "[server]\ntype = webdav\nvendor = other\nurl = https://",
      { setting: "cloud.host", as: "rclone-value" },
      "/",
      { when: ["cloud.path"], setting: "cloud.path", as: "rclone-value" },
      "\n",
      ...line("user", "cloud.username", "rclone-value"),
      ...line("pass", "cloud.password", "rclone-obscure"),
    ],
    notes: [SERVER, "Write a port after the host: example.org:8443."],
  }),
  rclone({
    id: "rclone-s3",
    displayName: "rclone, S3",
    description: "Copies and synchronises folders with S3, encrypted at rest where there is an SSE-C key.",
    docsUrl: "https://rclone.org/s3/",
    settings: [
      { setting: "cloud.host", required: true },
      { setting: "cloud.region", required: true },
      { setting: "cloud.username", required: true },
      { setting: "cloud.password", required: true },
      { setting: "cloud.sse-c-key" },
    ],
    parts: [
      "[server]\ntype = s3\nprovider = Other\nno_check_bucket = true\nendpoint = https://",
      { setting: "cloud.host", as: "rclone-value" },
      "\n",
      ...line("region", "cloud.region", "rclone-value"),
      ...line("access_key_id", "cloud.username", "rclone-value"),
      ...line("secret_access_key", "cloud.password", "rclone-value"),
      { when: ["cloud.sse-c-key"], text: "sse_customer_algorithm = AES256\n" },
      ...line("sse_customer_key", "cloud.sse-c-key", "rclone-value"),
    ],
    notes: [SERVER, "An SSE-C key is 32 bytes of text. The bucket must exist: it is not created."],
  }),
];
