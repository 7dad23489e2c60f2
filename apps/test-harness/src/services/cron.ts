import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { claim as holds } from "../servers/scenario.ts";
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
    const table = replaced(await pageFile("/etc/cron.d/keyferry-nightly"), {
      "/var/lib/backup/keyferry/settings.json": ground.settings,
      "15 3 * * * backup": "* * * * * root",
      "/usr/bin/keyferry": ground.program,
    });
    await claim("cron starts the profile's job with a stored login, kept by a key file", async () => {
      await ground.logIn(["--keeper", `key-file:${join(ground.folder, "key")}`]);
      // Names of letters, digits and hyphens alone are read there. It is ours alone, and goes in any case.
      const path = `/etc/cron.d/keyferry-test-${randomBytes(6).toString("hex")}`;
      const child = spawn("/usr/sbin/cron", ["-f"], { stdio: "ignore" });
      try {
        await writeFile(path, table, { mode: 0o644 });
        const deadline = performance.now() + PATIENCE_MS;
        // A cron that runs already keeps ours from starting, and reads the table itself.
        while (!(await ground.proven())) {
          holds(performance.now() < deadline, `the job did not run in ${PATIENCE_MS / 1000} s`);
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
