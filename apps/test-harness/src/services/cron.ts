import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pageFile, replaced } from "./page.ts";
import type { Suite } from "./suite.ts";

/** cron looks at its tables once a minute. */
const PATIENCE_MS = 150_000;

/** Debian's cron, with the crontab of docs/services.md. */
export const cron: Suite = {
  name: "cron (the crontab of docs/services.md)",
  needs: { "/usr/sbin/cron": "cron" },
  root: true,
  async play(ground, claim) {
    const log = join(ground.folder, "cron.log");
    const program = join(ground.folder, "bin", "keyferry-of-cron");
    // What cron would mail to the user.
    await writeFile(program, `#!/bin/sh\nexec ${ground.program} "$@" >> ${log} 2>&1\n`);
    await chmod(program, 0o755);
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
        const deadline = performance.now() + PATIENCE_MS;
        // A cron that runs already keeps ours from starting, and reads the table itself.
        while (!(await ground.proven())) {
          if (performance.now() > deadline) {
            const said = await readFile(log, "utf8").catch(() => "it was not started");
            throw new Error(
              `not proven in ${PATIENCE_MS / 1000} s. The job: ${said || "no output"}. cron: ${complaint || "no output"}`,
            );
          }
          await sleep(1_000);
        }
      } finally {
        await rm(path, { force: true });
        child.kill("SIGTERM");
      }
    });
    await claim("no credential is in any file or output", () => ground.claimNoLeak());
  },
};
