import { userInfo } from "node:os";
import { join } from "node:path";
import { freePort } from "../../servers/free-port.ts";
import { CARGO } from "../trials/files.ts";
import { launch, ownFile, ownFolder } from "./launch.ts";
import type { Ground, Service } from "./service.ts";

/** IMAP over TLS as Dovecot speaks it, without root (https://doc.dovecot.org/2.3/configuration_manual/howto/rootless/). */
export const dovecot: Service = {
  id: "dovecot",
  product: "Dovecot",
  packages: ["dovecot-imapd"],
  async start(ground) {
    const { username, password } = ground.account;
    const folder = await ownFolder(ground, "dovecot");
    const mail = await ownFolder(ground, "dovecot", "mail");
    for (const name of ["base", "state"]) await ownFolder(ground, "dovecot", name);
    // Of a user's name it looks for the form with quotes and backslashes escaped.
    const coded = Buffer.from(password).toString("base64");
    const { uid, gid } = ids(ground);
    const maildir = await ownFolder(ground, "dovecot", "mail", "Maildir");
    for (const name of ["new", "cur", "tmp"]) await ownFolder(ground, "dovecot", "mail", "Maildir", name);
    await ownFile(ground, join(maildir, "new", "1.trial"), `Subject: trial\n\n${CARGO}`);
    const users = await ownFile(
      ground,
      join(folder, "users"),
      `${username.replace(/["'\\]/g, "\\$&")}:{PLAIN.b64}${coded}:${uid}:${gid}::${mail}\n`,
    );
    const port = await freePort();
    const file = await ownFile(ground, join(folder, "dovecot.conf"), config(ground, folder, users, port));
    const stop = await launch(ground, "dovecot", ["dovecot", "-F", "-c", file], port);
    return { ports: { imaps: port }, facts: { mail }, stop };
  },
};

function ids({ unprivileged }: Ground): { readonly uid: number; readonly gid: number } {
  return unprivileged ?? userInfo();
}

function config(ground: Ground, folder: string, users: string, port: number): string {
  const user = ground.unprivileged ? "nobody" : userInfo().username;
  const group = ground.unprivileged ? "nogroup" : String(userInfo().gid);
  const free = ["imap-login", "anvil", "stats"].map((name) => `service ${name} {\n  chroot =\n}`);
  return `protocols = imap
base_dir = ${folder}/base
state_dir = ${folder}/state
log_path = ${folder}/log
default_internal_user = ${user}
default_internal_group = ${group}
default_login_user = ${user}
first_valid_uid = 1
mail_location = maildir:~/Maildir
auth_username_chars =
ssl = required
ssl_cert = <${ground.tls.cert}
ssl_key = <${ground.tls.key}
passdb {
  driver = passwd-file
  args = ${users}
}
userdb {
  driver = passwd-file
  args = ${users}
}
${free.join("\n")}
service imap-login {
  inet_listener imap {
    port = 0
  }
  inet_listener imaps {
    address = 127.0.0.1
    port = ${port}
    ssl = yes
  }
}
`;
}
