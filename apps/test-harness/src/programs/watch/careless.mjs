// A job that leaks what it got in the variable V, once into each kind of place: what the watcher must catch. With `clean`
// it leaks nothing.
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const { V: value = "", PATH, TMPDIR = "" } = process.env;
const code = Buffer.from(`user:${value}`).toString("base64");
/** Gone before anybody can look into the folder. */
const brief = (path, text) => {
  writeFileSync(path, text);
  rmSync(path);
};
const leaks = [
  () => spawnSync("sh", ["-c", "sleep 0.3", "sh", value], { env: { PATH } }),
  () => spawnSync("sh", ["-c", "exec sleep 0.3"], { env: { PATH, CODE: code } }),
  () => writeFileSync("stays.txt", code),
  () => brief(join(TMPDIR, "brief.txt"), value),
  () => brief(`/dev/shm/brief-${process.pid}`, value),
  () => mkdirSync(Buffer.from(value).toString("hex")),
  () => {
    for (const byte of Buffer.from(value)) writeFileSync("bytes.txt", Buffer.of(byte), { flag: "a" });
    rmSync("bytes.txt");
  },
];
if (process.argv[2] === "clean") spawnSync("sh", ["-c", "sleep 0.3"], { env: { PATH } });
else for (const leak of leaks) leak();
