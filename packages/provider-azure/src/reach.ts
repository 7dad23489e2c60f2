import { readFile } from "node:fs/promises";
import type { HostRequest } from "@keyferry/core/provider";
import { type AzureConnection, refuse } from "./connection.ts";

/** How the vault and the login are reached: whose certificates are trusted, and through which proxy. */
export type Reach = Pick<HostRequest, "tls" | "proxy">;

/** Reads the CA file, if there is one. Throws `invalid-connection`. */
export async function readReach({ caFile, proxy }: AzureConnection): Promise<Reach> {
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
