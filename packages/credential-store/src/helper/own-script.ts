import { fileURLToPath } from "node:url";

/** A script of this package by its subpath, in the repository and packed alike. */
export function ownScript(subpath: "fresh-process" | "keychain-process"): string {
  return fileURLToPath(import.meta.resolve(`@keyferry/credential-store/${subpath}`));
}
