import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { freePort } from "../../servers/free-port.ts";
import { launch, ownFile, ownFolder } from "./launch.ts";
import type { Service } from "./service.ts";

/** The least number of rounds, for a server that lives for minutes. */
const ROUNDS = "04";

/** Docker's registry over TLS with two accounts (https://distribution.github.io/distribution/about/configuration/). */
export const registry: Service = {
  id: "registry",
  product: "Docker registry",
  packages: ["docker-registry", "perl-base"],
  async start(ground) {
    const { username, systemName, password, lines } = ground.account;
    const folder = await ownFolder(ground, "registry");
    const home = await ownFolder(ground, "registry", "home");
    const accounts = `${username}:${bcrypt(password)}\n${systemName}:${bcrypt(lines)}\n`;
    const users = await ownFile(ground, join(folder, "users"), accounts);
    const port = await freePort();
    const config = `version: 0.1
log:
  level: info
storage:
  filesystem:
    rootdirectory: ${home}
http:
  addr: 127.0.0.1:${port}
  secret: ${randomBytes(16).toString("hex")}
  tls:
    certificate: ${ground.tls.cert}
    key: ${ground.tls.key}
auth:
  htpasswd:
    realm: registry
    path: ${users}
`;
    const file = await ownFile(ground, join(folder, "config.yml"), config);
    const stop = await launch(ground, "registry", ["docker-registry", "serve", file], port);
    return { ports: { https: port }, facts: { home }, stop };
  },
};

/** The one form of a password that the registry takes: bcrypt, which the system's crypt(3) makes of standard input. */
function bcrypt(password: string): string {
  const salt = randomBytes(11).toString("hex");
  const script = "local $/; print crypt(<STDIN>, $ARGV[0])";
  return execFileSync("perl", ["-e", script, `$2b$${ROUNDS}$${salt}`], { input: password, encoding: "utf8" });
}
