import type { AdHocRequest, RunRequest } from "@keyferry/core";
import { readEnvFile } from "../args/env-file.ts";
import { deliveryPairs, referencePairs } from "../args/pairs.ts";
import { programOf } from "../args/program.ts";
import type { Invocation } from "../invocation.ts";
import { usageError } from "../usage-error.ts";

/** The options of `run` that say what is run. */
export interface RequestOptions {
  readonly deliver: readonly string[];
  readonly env: readonly string[];
  readonly envFile?: string;
  readonly cleanEnv?: true;
  readonly keepEnv: readonly string[];
  readonly lock?: true;
}

/** What the command line asks to run. Throws a usage error where it does not fit together. */
export async function runRequest(
  invocation: Invocation,
  profile: string | undefined,
  options: RequestOptions,
): Promise<RunRequest | AdHocRequest> {
  const job = programOf(invocation.tail);
  const deliver = deliveryPairs(options.deliver);
  const environment = {
    ...(options.keepEnv.length > 0 ? { keepVariables: options.keepEnv } : {}),
    ...(options.cleanEnv ? { cleanEnvironment: true } : {}),
    ...invocation.callOptions,
  };
  const variables = await adHocVariables(options);
  if (profile === undefined) {
    if (!variables)
      throw usageError("the profile is missing", "write run PROFILE, or run --env VARIABLE=REFERENCE -- PROGRAM");
    if (options.deliver.length > 0) throw usageError("--deliver belongs to a profile", "use --env without a profile");
    if (options.lock) throw usageError("--lock belongs to a profile", "leave it out, or make a profile for the run");
    if (!job) throw usageError("the program is missing", "write -- PROGRAM ARGS at the end");
    invocation.typedAddresses = true;
    return { ...variables, job, ...environment };
  }
  if (variables) {
    const message = `${options.envFile === undefined ? "--env" : "--env-file"} is for runs without a profile`;
    throw usageError(message, "use --deliver to say how the program takes a setting");
  }
  return {
    profile,
    deliver,
    ...(job ? { job } : {}),
    ...(options.lock ? { oneAtATime: true } : {}),
    ...environment,
  };
}

/** The variables of `--env` and `--env-file`; undefined where there are neither. */
async function adHocVariables(options: RequestOptions): Promise<Pick<AdHocRequest, "env" | "literals"> | undefined> {
  const typed = referencePairs(options.env);
  if (options.envFile === undefined) return Object.keys(typed).length > 0 ? { env: typed } : undefined;
  const { references, literals } = await readEnvFile(options.envFile);
  const twice = Object.keys(typed).find((name) => Object.hasOwn(references, name) || Object.hasOwn(literals, name));
  if (twice !== undefined)
    throw usageError(`--env and --env-file both give ${JSON.stringify(twice)}`, "give it in one of them");
  return { env: { ...references, ...typed }, ...(Object.keys(literals).length > 0 ? { literals } : {}) };
}
