import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Finished } from "../demo/keyferry-process.ts";
import { expectCode, claim as holds } from "../servers/scenario.ts";
import { openSession, startKeyring } from "./session.ts";
import type { Suite } from "./suite.ts";

/** The real Secret Service of a Linux desktop: GNOME's. */
export const keychain: Suite = {
  name: "keychain (gnome-keyring under dbus-run-session)",
  needs: {
    "/usr/bin/gnome-keyring-daemon": "gnome-keyring",
    "/usr/bin/dbus-run-session": "dbus-daemon",
    "/usr/bin/dbus-send": "dbus-bin",
  },
  async play(ground, claim) {
    const { folder, keyferry } = ground;
    await mkdir(join(folder, "run"), { mode: 0o700 });
    const sealed = join(folder, "keyferry", "credentials.sealed.json");
    const run = (env: Readonly<Record<string, string>>): Promise<Finished> => keyferry(["run", "nightly"], env);
    await using session = await openSession(folder);
    await claim("absent: a session without a keychain is told as such, and nothing is written", async () => {
      const login = ["connection", "login", "prod", "--keeper", "keychain", "--field", "accessKeyId"];
      const refused = await keyferry(login, session.env, ground.login.accessKeyId);
      expectCode(refused, 77);
      holds(refused.stderr.includes("there is no keychain"), refused.stderr);
      await readFile(sealed).then(
        () => holds(false, "a sealed file was written"),
        () => undefined,
      );
    });
    {
      await using _ = await startKeyring(session, folder, "the desktop's password");
      await claim("unlocked: the login is sealed, proved, and the job runs with it", async () => {
        await ground.logIn(["--keeper", "keychain"], session.env);
        expectCode(await run(session.env), 0);
        holds(await ground.proven(), "the job did not get the value");
      });
      await claim("the keeper moves to a key file and back, and the keychain's old key goes", async () => {
        const before = JSON.parse(await readFile(sealed, "utf8")).keeper.keyId;
        for (const keeper of [`key-file:${join(folder, "key")}`, "keychain"]) {
          expectCode(await keyferry(["connection", "rewrap", "--keeper", keeper], session.env), 0);
          expectCode(await run(session.env), 0);
          holds(await ground.proven(), `with ${keeper} the job did not get the value`);
        }
        holds(JSON.parse(await readFile(sealed, "utf8")).keeper.keyId !== before, "the key is the same");
      });
    }
    {
      await using keyring = await startKeyring(session, folder);
      await claim("locked: told apart from absent, and the job does not start", async () => {
        const refused = await run(session.env);
        expectCode(refused, 77);
        holds(refused.stderr.includes("the keychain is locked"), refused.stderr);
        holds(!(await ground.proven()), "the job ran");
      });
      await claim("hanging: given up at the limit, as something that passes", async () => {
        keyring.signal("SIGSTOP");
        const begun = performance.now();
        const refused = await run(session.env);
        expectCode(refused, 69);
        holds(performance.now() - begun < 60_000, "it took more than a minute");
        holds(refused.stderr.includes("did not answer in time"), refused.stderr);
      });
    }
    await claim("no credential is in any file or output", () => ground.claimNoLeak());
  },
};
