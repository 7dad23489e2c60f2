import type { SecretType } from "./model.ts";

/** One setting that a profile can have. */
export interface CatalogueEntry {
  readonly group: string;
  readonly name: string;
  readonly description: string;
  /** The secret types that it takes; empty if it takes only a literal. */
  readonly takes: readonly SecretType[];
  /** Whether it takes a literal. Never true for a password, a passphrase or a key. */
  readonly literal: boolean;
  /** Its literal is the number of a port. */
  readonly port?: true;
  /** Its literal is a list of commands, which the program executes. */
  readonly commands?: true;
}

type Row = Omit<CatalogueEntry, "group">;

const literal = (name: string, description: string): Row => ({ name, description, takes: [], literal: true });
const port = (description: string): Row => ({ ...literal("port", description), port: true });
const username = (description: string): Row => ({ name: "username", description, takes: ["username"], literal: true });
const secret = (name: string, description: string, type: SecretType = "password"): Row => ({
  name,
  description,
  takes: [type],
  literal: false,
});

const GROUPS: Readonly<Record<string, readonly Row[]>> = {
  ftp: [
    literal("host", "Host name or address of the FTP server"),
    port("Port of the FTP server"),
    literal("path", "Folder on the FTP server"),
    username("User name for the FTP server"),
    secret("password", "Password for the FTP server"),
  ],
  sftp: [
    literal("host", "Host name or address of the SFTP server"),
    port("Port of the SFTP server"),
    literal("path", "Folder on the SFTP server"),
    username("User name for the SFTP server"),
    secret("password", "Password for the SFTP server"),
    literal("known-hosts", "File with the host keys of the SFTP server, in place of your own"),
    secret("private-key", "Private key that logs in to the SFTP server", "private-key"),
    secret("private-key-passphrase", "Passphrase of the private key"),
  ],
  email: [
    literal("host", "Host name or address of the mail server that sends messages"),
    port("Port of the mail server"),
    literal("from", "Address that messages are sent from"),
    literal("to", "Address that messages are sent to"),
    username("User name for the mail server"),
    secret("password", "Password for the mail server"),
  ],
  compression: [
    literal("method", "How files are compressed and encrypted"),
    secret("password", "Password that encrypts compressed files"),
  ],
  "log-email": [
    literal("to", "Address that the log file is sent to"),
    secret("password", "Password that protects the log file sent by email"),
  ],
  "backup-email": [
    literal("host", "Host name or address of the mail server whose messages are backed up"),
    port("Port of the mail server"),
    literal("path", "Mail folder to back up"),
    username("User name of the mail account"),
    secret("password", "Password of the mail account"),
  ],
  network: [
    literal("host", "Host name or address of the file server"),
    literal("path", "Share and folder on the file server"),
    literal("domain", "Domain of the user"),
    username("User name for the network share"),
    secret("password", "Password for the network share"),
  ],
  cloud: [
    literal("host", "Host name or address of the cloud's endpoint"),
    literal("region", "Region of the cloud"),
    literal("bucket", "Bucket or container"),
    literal("path", "Folder in the bucket"),
    username("User name, account or access key id for the cloud"),
    secret("password", "Password or secret access key for the cloud"),
    secret("sse-c-key", "Key that the cloud encrypts with at rest (SSE-C)"),
  ],
};

/** Every setting that a profile can have, in the order in which people read them. */
export const CATALOGUE: readonly CatalogueEntry[] = Object.entries(GROUPS).flatMap(([group, rows]) =>
  rows.map((row) => ({ group, ...row })),
);
