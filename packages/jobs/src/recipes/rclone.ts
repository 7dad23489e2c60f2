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

/** A remote named `server`, in a config file of its own. */
function rclone({ parts, notes = [], ...recipe }: Variant): Recipe {
  return {
    ...recipe,
    programs: [PROGRAM],
    args: [{ extra: true }],
    payloads: [{ id: "config", delivery: { kind: "rclone-config" }, parts: ["[server]\n", ...parts] }],
    loginFailed: [1],
    notes: [
      "In the program's own arguments the server is called server: as in copy FOLDER server:FOLDER.",
      ...notes,
      "Remotes of your own config file are not there. rclone ends with 1 for most errors.",
    ],
  };
}

const line = (name: string, setting: string, as: "rclone-value" | "rclone-obscure" | "rclone-pem"): Parts => [
  { when: [setting], text: `${name} = ` },
  { when: [setting], setting, as },
  { when: [setting], text: "\n" },
];

export const rcloneRecipes: readonly Recipe[] = [
  rclone({
    id: "rclone-sftp",
    displayName: "rclone, SFTP",
    description: "Copies and synchronises folders by SFTP.",
    docsUrl: "https://rclone.org/sftp/",
    settings: [
      { setting: "sftp.host", required: true },
      { setting: "sftp.port", default: "22" },
      { setting: "sftp.username", required: true },
      { setting: "sftp.password" },
      { setting: "sftp.private-key" },
      { setting: "sftp.private-key-passphrase" },
      { setting: "sftp.known-hosts" },
    ],
    oneOf: [["sftp.password", "sftp.private-key"]],
    parts: [
      "type = sftp\n",
      ...line("host", "sftp.host", "rclone-value"),
      ...line("port", "sftp.port", "rclone-value"),
      ...line("user", "sftp.username", "rclone-value"),
      ...line("pass", "sftp.password", "rclone-obscure"),
      ...line("key_pem", "sftp.private-key", "rclone-pem"),
      ...line("key_file_pass", "sftp.private-key-passphrase", "rclone-obscure"),
      ...line("known_hosts_file", "sftp.known-hosts", "rclone-value"),
    ],
    notes: ["Without sftp.known-hosts rclone does not check the server's key."],
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
      "type = ftp\n",
      ...line("host", "ftp.host", "rclone-value"),
      ...line("port", "ftp.port", "rclone-value"),
      ...line("user", "ftp.username", "rclone-value"),
      ...line("pass", "ftp.password", "rclone-obscure"),
    ],
    notes: ["FTP is not encrypted unless you add --ftp-explicit-tls."],
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
      "type = webdav\nvendor = other\nurl = https://",
      { setting: "cloud.host", as: "rclone-value" },
      "/",
      { when: ["cloud.path"], setting: "cloud.path", as: "rclone-value" },
      "\n",
      ...line("user", "cloud.username", "rclone-value"),
      ...line("pass", "cloud.password", "rclone-obscure"),
    ],
    notes: ["A port is written behind the host: example.org:8443."],
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
      "type = s3\nprovider = Other\nno_check_bucket = true\nendpoint = https://",
      { setting: "cloud.host", as: "rclone-value" },
      "\n",
      ...line("region", "cloud.region", "rclone-value"),
      ...line("access_key_id", "cloud.username", "rclone-value"),
      ...line("secret_access_key", "cloud.password", "rclone-value"),
      { when: ["cloud.sse-c-key"], text: "sse_customer_algorithm = AES256\n" },
      ...line("sse_customer_key", "cloud.sse-c-key", "rclone-value"),
    ],
    notes: ["An SSE-C key is 32 bytes of text. A bucket is not made: it must be there."],
  }),
];
