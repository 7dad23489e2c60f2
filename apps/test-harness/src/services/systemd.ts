import { execFile } from "node:child_process";
import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expectCode, claim as holds } from "../servers/scenario.ts";
import { pageFile, replaced } from "./page.ts";
import type { Suite } from "./suite.ts";

const exec = promisify(execFile);
const UNIT = "/etc/systemd/system/keyferry-nightly";

/** The unit of docs/services.md, and the keeper that it names, with the machine's own host key. */
export const systemd: Suite = {
  name: "systemd (systemd-creds, and the unit of docs/services.md)",
  needs: { "/usr/bin/systemd-creds": "systemd", "/usr/bin/systemd-analyze": "systemd" },
  root: true,
  async play(ground, claim) {
    const { folder, keyferry } = ground;
    const cred = join(folder, "keyferry-key.cred");
    await claim("systemd-creds makes, keeps and opens the key", async () => {
      await ground.logIn(["--keeper", `systemd-creds:${cred}`]);
      expectCode(await keyferry(["run", "nightly"]), 0);
      holds(await ground.proven(), "the job did not get the value");
    });
    await claim("a key under another name, and a cut one, do not open it", async () => {
      const encrypted = await readFile(cred);
      await writeFile(cred, encrypted.subarray(0, 60));
      expectCode(await keyferry(["run", "nightly"]), 77);
      const { stdout } = await exec("sh", [
        "-c",
        "openssl rand -base64 32 | systemd-creds encrypt --name=another - - 2>/dev/null",
      ]);
      await writeFile(cred, stdout);
      const refused = await keyferry(["run", "nightly"]);
      expectCode(refused, 77);
      holds(refused.stderr.includes("could not decrypt the key"), refused.stderr);
      await writeFile(cred, encrypted);
    });
    const unit = replaced(await pageFile(`${UNIT}.service`), {
      "/usr/bin/keyferry": ground.program,
      "/var/lib/backup/keyferry/settings.json": ground.settings,
      "/etc/keyferry/keyferry-key.cred": cred,
      "/var/lib/backup": folder,
      "User=backup": "User=root",
    });
    await claim("systemd-analyze verifies the unit and its timer", async () => {
      const units = join(folder, "units");
      await mkdir(units);
      const paths = [join(units, "keyferry-nightly.service"), join(units, "keyferry-nightly.timer")] as const;
      await writeFile(paths[0], unit);
      await writeFile(paths[1], await pageFile(`${UNIT}.timer`));
      const { stderr } = await exec("systemd-analyze", ["verify", "--man=no", ...paths]);
      holds(!stderr.includes("keyferry-nightly"), stderr);
      await writeFile(paths[0], unit.replace("Type=oneshot", "Type=sometimes"));
      const wrong = await exec("systemd-analyze", ["verify", "--man=no", paths[0]]).catch((error) => error);
      holds(String(wrong.stderr).includes("sometimes"), "a wrong unit was not noticed");
    });
    await claim(
      "its command runs with $CREDENTIALS_DIRECTORY as systemd fills it, without the encrypted file",
      async () => {
        const name = /^LoadCredentialEncrypted=([^:]+):/m.exec(unit)?.[1] ?? "";
        const credentials = join(folder, "run-credentials");
        await mkdir(credentials);
        await exec("systemd-creds", ["decrypt", `--name=${name}`, cred, join(credentials, name)]);
        await chmod(join(credentials, name), 0o400);
        await chmod(credentials, 0o500);
        const keeper = `systemd-creds:${name}`;
        const delivered = { CREDENTIALS_DIRECTORY: credentials };
        expectCode(await keyferry(["connection", "rewrap", "--keeper", keeper], delivered), 0);
        await rm(cred);
        const [, command = ""] = /^ExecStart=(.*)$/m.exec(unit) ?? [];
        const [, settings = ""] = /^Environment=KEYFERRY_SETTINGS=(.*)$/m.exec(unit) ?? [];
        const [program = "", ...args] = command.split(" ");
        await exec(program, args, {
          cwd: "/",
          env: { PATH: "/usr/bin:/bin", KEYFERRY_SETTINGS: settings, ...delivered },
        });
        holds(await ground.proven(), "the job did not get the value");
        const without = await keyferry(["run", "nightly"]);
        expectCode(without, 77);
        holds(without.stderr.includes(`systemd delivers no credential ${name}`), without.stderr);
      },
    );
    await claim("no credential is in any file or output", () => ground.claimNoLeak());
  },
};
