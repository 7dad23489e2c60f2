// A process of its own that appends to an audit log: node appender.ts FOLDER NAME RECORDS
import { logAt, resolvedEntry } from "./logs.ts";

// With it, a limit of a file's length fails the write, as a full disk does, in place of ending the process.
process.on("SIGXFSZ", () => {});
const [folder = "", name = "", records = "0"] = process.argv.slice(2);
const { log } = logAt(folder);
for (let at = 0; at < Number(records); at += 1) await log.append(resolvedEntry(`${name}-${at}`));
