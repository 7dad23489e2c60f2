// The job of the demonstration: a program that knows nothing of Keyferry. It says which values it found in its environment
// (by digest), prints one of them carelessly, and waits for a line so that it can be looked at while it runs.
import { createHash } from "node:crypto";
import { once } from "node:events";

const say = (line) => process.stdout.write(`${line}\n`);
const names = process.argv.slice(2);
for (const name of names) {
  const value = process.env[name];
  const digest = value === undefined ? "absent" : `sha256 ${createHash("sha256").update(value).digest("hex")}`;
  say(`${name} ${digest}`);
}
say(`careless log line: ${names.at(-1)}=${process.env[names.at(-1)]}`);
say("ready");
await once(process.stdin, "data");
process.exit(0);
