import { join } from "node:path";
import type { AwsStore } from "../aws/index.ts";

/** Where the two halves of a connection's access key come from. */
export interface KeySources {
  readonly id: string;
  readonly secret: string;
}

/** The sources that {@link loginVariables} fills. */
const FROM_VARIABLES: KeySources = { id: "env:AKID", secret: "env:SAK" };

/** The arguments that connect the command line to a store. */
export function createConnection(
  store: AwsStore,
  name = "bench",
  { id, secret }: KeySources = FROM_VARIABLES,
): string[] {
  const fields = ["--set", `region=${store.region}`, "--set", `endpoint=${store.endpoint}`];
  const login = ["--credential", `accessKeyId=${id}`, "--credential", `secretAccessKey=${secret}`];
  return ["connection", "create", name, "--provider", "aws", ...fields, ...login];
}

/** The environment of a command whose home is a folder, and whose login to the store lies in variables. */
export function loginVariables({ credentials }: AwsStore, folder: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? "",
    HOME: folder,
    KEYFERRY_SETTINGS: join(folder, "settings", "settings.json"),
    AKID: credentials.accessKeyId,
    SAK: credentials.secretAccessKey,
  };
}

/** The same, with a cache of compiled code in the folder: what the sources need to start as fast as what is built. */
export function cachedEnvironment(store: AwsStore, folder: string): Record<string, string> {
  return { ...loginVariables(store, folder), NODE_COMPILE_CACHE: join(folder, "compiled") };
}
