// A job that knows nothing of Keyferry: it says the digest of each variable that it is asked for, and prints them carelessly.
import { createHash } from "node:crypto";

for (const name of process.argv.slice(2)) {
  const value = process.env[name];
  const digest = value === undefined ? "absent" : createHash("sha256").update(value).digest("hex");
  process.stdout.write(`${name} ${digest}\ncareless: ${value}\n`);
}
