// Runs under Wine: puts or removes one generic credential, as a file says.
import { readFileSync } from "node:fs";
import { deleteCredential, writeCredential } from "./credential-functions.ts";

interface Change {
  readonly action: "write" | "remove";
  readonly name: string;
  readonly username?: string;
  readonly password?: string;
}

const { action, name, username, password = "" } = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as Change;
const done =
  action === "remove"
    ? deleteCredential(name)
    : writeCredential(name, { username, blob: Buffer.from(password, "utf16le") });
process.exitCode = done ? 0 : 1;
