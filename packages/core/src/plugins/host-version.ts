import { fileURLToPath } from "node:url";
import { readPackage } from "./read-package.ts";

/** The versions of the contract that this host supports. */
export const SPOKEN: readonly number[] = [1];

const OURS = "@keyferry/core";

/** This host as messages name it: `core 1.0.0`, or without the version if a bundler has moved this file. */
export async function hostName(): Promise<string> {
  const facts = await ownPackage().catch(() => undefined);
  return facts?.name === OURS ? `core ${facts.version}` : "core";
}

async function ownPackage() {
  return readPackage(fileURLToPath(import.meta.resolve(`${OURS}/package.json`)));
}
