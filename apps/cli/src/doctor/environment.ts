import type { Finding } from "@keyferry/core";
import { refusals } from "../guard.ts";
import type { Surroundings } from "./surroundings.ts";

/** Variables that Keyferry survives, and that are worth a look: what each does, and what to do. */
const WORTH_A_LOOK: Readonly<Record<string, readonly [does: string, remedy: string]>> = {
  // curl, and what is built on it, writes the keys of its TLS sessions there: https://curl.se/docs/manpage.html
  SSLKEYLOGFILE: ["has programs write the keys of their TLS sessions to a file", "unset it, for jobs above all"],
  LD_PRELOAD: ["loads other code into every program that a job starts", "unset it unless you put it there"],
  DYLD_INSERT_LIBRARIES: ["loads other code into every program that a job starts", "unset it unless you put it there"],
  NODE_EXTRA_CA_CERTS: ["has Node trust further authorities for every connection", "give a connection its own CA file"],
  NODE_V8_COVERAGE: ["has Node write files about what it runs", "unset it outside of tests"],
};

const PROXIES = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "https_proxy", "http_proxy", "all_proxy"];

/** What of the environment shows or sends what jobs get. Names of variables alone: what they hold may be a login. */
export async function examineEnvironment({ env, execArgv, coreLimit }: Surroundings): Promise<readonly Finding[]> {
  const area = "environment";
  const found: Finding[] = refusals(env, execArgv).map(({ message, hint }) => ({
    area,
    level: "error",
    message: `${message}, so Keyferry does not start`,
    remedy: hint,
  }));
  for (const [name, [does, remedy]] of Object.entries(WORTH_A_LOOK)) {
    if (env[name]) found.push({ area, level: "warning", message: `${name} ${does}`, remedy });
  }
  const limit = await coreLimit();
  if (limit !== undefined && limit !== "0") {
    found.push({
      area,
      level: "warning",
      message: "a crash would write memory, with values in it, to a core file",
      remedy: "run `ulimit -c 0` before keyferry; a systemd unit takes LimitCORE=0",
    });
  }
  if (found.length === 0) found.push({ area, level: "ok", message: "nothing in it shows or sends what jobs get" });
  return [...found, ...proxies(env)];
}

/** Keyferry's requests take a proxy from the connection alone: whoever sets a variable must not see where secrets are. */
function proxies(env: Surroundings["env"]): Finding[] {
  const area = "proxy";
  const set = PROXIES.filter((name) => env[name]);
  if (set.length === 0) return [{ area, level: "ok", message: "no variable names one" }];
  const message = `${set.join(", ")}: jobs see it; connections go by a proxy only where they have that field`;
  const holdsLogin = set.some((name) => /\/\/[^/]*@/.test(env[name] ?? ""));
  if (!holdsLogin) return [{ area, level: "ok", message }];
  return [
    { area, level: "warning", message: `${message}; it holds a login`, remedy: "let the proxy know you another way" },
  ];
}
