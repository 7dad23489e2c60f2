import { join } from "node:path";
import { freePort } from "../../servers/free-port.ts";
import { launch, ownFile, ownFolder } from "./launch.ts";
import type { Service } from "./service.ts";

/** The rsync daemon with a secrets file (https://download.samba.org/pub/rsync/rsyncd.conf.5). */
export const rsync: Service = {
  id: "rsync",
  product: "rsync daemon",
  packages: ["rsync"],
  async start(ground) {
    const { systemName, password } = ground.account;
    const folder = await ownFolder(ground, "rsync");
    const home = await ownFolder(ground, "rsync", "home");
    const secrets = await ownFile(ground, join(folder, "secrets"), `${systemName}:${password}\n`);
    const port = await freePort();
    const config = `address = 127.0.0.1
port = ${port}
use chroot = no
pid file = ${folder}/pid
lock file = ${folder}/lock
log file = ${folder}/log
[files]
path = ${home}
read only = no
auth users = ${systemName}
secrets file = ${secrets}
`;
    const file = await ownFile(ground, join(folder, "rsyncd.conf"), config);
    const stop = await launch(ground, "rsync", ["rsync", "--daemon", "--no-detach", `--config=${file}`], port);
    return { ports: { rsync: port }, facts: { home }, stop };
  },
};
