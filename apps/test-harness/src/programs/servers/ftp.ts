import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "../../servers/free-port.ts";
import { launch, ownFile, ownFolder } from "./launch.ts";
import type { Service } from "./service.ts";

const SCRIPT = fileURLToPath(new URL("./ftp.py", import.meta.url));

/** FTP as pyftpdlib speaks it (https://pyftpdlib.readthedocs.io/en/latest/tutorial.html). */
export const ftp: Service = {
  id: "ftp",
  product: "pyftpdlib",
  packages: ["python3-pyftpdlib"],
  async start(ground) {
    const { username, password } = ground.account;
    const home = await ownFolder(ground, "ftp");
    const port = await freePort();
    const given = await ownFile(
      ground,
      join(ground.folder, "ftp.json"),
      JSON.stringify({ port, folder: home, username, password }),
    );
    // Debian's own Python, which sees Debian's packages: the first on PATH may be another.
    const stop = await launch(ground, "ftp", ["/usr/bin/python3", SCRIPT, given], port);
    return { ports: { ftp: port }, facts: { home }, stop };
  },
};
