import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { claim as holds } from "../servers/scenario.ts";
import type { Ground } from "./ground.ts";
import { pageFile, replaced } from "./page.ts";
import type { Suite } from "./suite.ts";

/** cron looks at its tables once a minute. */
const PATIENCE_MS = 600_000;

/** Debian's cron, with the crontab of docs/services.md. */
export const cron: Suite = {
  name: "cron (the crontab of docs/services.md)",
  needs: { "/usr/sbin/cron": "cron" },
  root: true,
  async play(ground, claim) {
    const { log, started, code, program } = await layProgram(ground);
    const table = replaced(await pageFile("/etc/cron.d/keyferry-nightly"), {
      "/var/lib/backup/keyferry/settings.json": ground.settings,
      "15 3 * * * backup": "* * * * * root",
      "/usr/bin/keyferry": program,
    });
    await claim("cron starts the profile's job with a stored login, kept by a key file", async () => {
      await ground.logIn(["--keeper", `key-file:${join(ground.folder, "key")}`]);
      // Names of letters, digits and hyphens alone are read there. It is ours alone, and goes in any case.
      const path = `/etc/cron.d/keyferry-test-${randomBytes(6).toString("hex")}`;
      // cron passes over names with a dot. It compares times by the second: a table that it saw half written would stay as it is.
      const draft = `${path}.draft`;
      await writeFile(draft, table, { mode: 0o644 });
      await rename(draft, path);
      const child = spawn("/usr/sbin/cron", ["-f"], { stdio: ["ignore", "ignore", "pipe"] });
      let complaint = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        complaint += text;
      });
      try {
        // A cron that runs already keeps ours from starting, and reads the table itself.
        await appears(started, () => `cron did not start the job: ${complaint || "it says nothing"}`);
      } finally {
        // One job is enough: a second one would still write when the folder goes.
        await rm(path, { force: true });
        child.kill("SIGTERM");
      }
      const said = async () => (await readFile(log, "utf8").catch(() => "")) || "no output";
      await appears(code, async () => `the job did not end: ${await said()}`);
      const ended = (await readFile(code, "utf8")).trim();
      holds(ended === "0", `the job ended with ${ended}: ${await said()}`);
      holds(await ground.proven(), `the job did not get the value: ${await said()}`);
    });
    await claim("no credential is in any file or output", () => ground.claimNoLeak());
  },
};

/** A program that is `keyferry` and leaves what cron would mail to the user, that it has started, and how it has ended. */
async function layProgram(ground: Ground) {
  const at = (name: string) => join(ground.folder, name);
  const [log, started, code, program] = [
    at("cron.log"),
    at("cron.started"),
    at("cron.code"),
    at("bin/keyferry-of-cron"),
  ];
  // The code is put there whole, once nothing is written any more.
  const lines = [`: > ${started}`, `${ground.program} "$@" >> ${log} 2>&1`, `echo $? > ${code}.part`];
  await writeFile(program, `#!/bin/sh\n${lines.join("\n")}\nmv ${code}.part ${code}\n`);
  await chmod(program, 0o755);
  return { log, started, code, program };
}

/** Waits for a file. Throws what `otherwise` says where it does not come. */
async function appears(path: string, otherwise: () => string | Promise<string>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!existsSync(path)) {
    if (performance.now() > deadline) throw new Error(`in ${PATIENCE_MS / 1_000} s ${await otherwise()}`);
    await sleep(200);
  }
}
