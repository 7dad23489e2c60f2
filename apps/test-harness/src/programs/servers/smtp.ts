import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "../../servers/free-port.ts";
import { launch, ownFile, ownFolder } from "./launch.ts";
import type { Service } from "./service.ts";

const SCRIPT = fileURLToPath(new URL("./smtp.py", import.meta.url));

/** SMTP over TLS as aiosmtpd speaks it (https://aiosmtpd.aio-libs.org/en/latest/smtp.html). */
export const smtp: Service = {
  id: "smtp",
  product: "aiosmtpd",
  packages: ["python3-aiosmtpd"],
  async start(ground) {
    const { username, password } = ground.account;
    const folder = await ownFolder(ground, "smtp");
    const port = await freePort();
    const { cert, key } = ground.tls;
    const text = JSON.stringify({ port, folder, username, password, cert, key });
    const given = await ownFile(ground, join(ground.folder, "smtp.json"), text);
    const stop = await launch(ground, "smtp", ["/usr/bin/python3", SCRIPT, given], port);
    return { ports: { smtps: port }, facts: { folder }, stop };
  },
};
