import { readFile } from "node:fs/promises";
import type { HostRequest } from "@keyferry/core/provider";
import { type AwsConnection, refuse } from "./connection.ts";
import type { Login } from "./login.ts";

/** How AWS is reached: whose certificates are trusted, and through which proxy. */
export type Reach = Pick<HostRequest, "tls" | "proxy">;

/**
 * Reads the CA file, if there is one. Throws a `ProviderError` (`invalid-connection`), also where the login is made by the
 * SDK: its requests would go past the proxy.
 */
export async function readReach({ caFile, proxy }: AwsConnection, login: Login): Promise<Reach> {
  if (login.kind !== "keys" && (caFile !== undefined || proxy !== undefined)) {
    refuse(
      "caFile and proxy do not hold for this login, which the AWS SDK makes",
      "unset them, or log in with an access key; NODE_EXTRA_CA_CERTS holds for every login",
    );
  }
  return {
    ...(caFile === undefined ? {} : { tls: { ca: await readCa(caFile) } }),
    ...(proxy === undefined ? {} : { proxy }),
  };
}

async function readCa(path: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch {
    return refuse("caFile cannot be read", "check its path, and that this user may read it");
  }
  return text.includes("-----BEGIN CERTIFICATE-----") ? text : refuse("caFile holds no certificate as PEM", "check it");
}
