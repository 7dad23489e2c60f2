import { type Failure, type JobInput, type JobPayload, type JobWord, KeyferryError } from "@keyferry/core/delivery";
import { currentPlatform, type Environment, type Platform } from "../platform/platform.ts";
import { inheritedEnvironment } from "./inherited.ts";
import { payloadFaults } from "./payload-faults.ts";

/** What will be started, and with what. It holds no opened value: those and the places are put in at the start. */
export interface JobPlan {
  readonly program: string;
  readonly args: readonly JobWord[];
  /** The environment of the job before payloads and places are put into it. */
  readonly environment: Environment;
  readonly variables: Readonly<Record<string, JobWord>>;
  readonly payloads: readonly JobPayload[];
}

/**
 * Plans a job: pure, and nothing is started. `environment` is that of the wrapper; the job gets it without the withheld
 * variables and without Keyferry's own. Throws one `KeyferryError` with everything that stands in the way (`program`,
 * `delivery`, `value`), never quoting a value.
 */
export function planJob(
  input: JobInput,
  environment: Environment,
  platform: Platform = currentPlatform(environment),
): JobPlan {
  const [first, ...others] = [...programFaults(input), ...payloadFaults(input, platform)];
  if (first) throw new KeyferryError(first, ...others);
  return Object.freeze({
    program: input.program,
    args: [...input.args],
    environment: inheritedEnvironment(input, environment, platform),
    variables: { ...input.variables },
    payloads: [...input.payloads],
  });
}

function programFaults({ program, args }: JobInput): Failure[] {
  if (program === "") {
    return [{ code: "program", message: "the job names no program", hint: "write it behind --, with its arguments" }];
  }
  const words = args.flatMap((arg) =>
    typeof arg === "string" ? [arg] : arg.filter((part) => typeof part === "string"),
  );
  if (![program, ...words].some((word) => word.includes("\0"))) return [];
  const message = "the program's name or one of its arguments holds a NUL byte, which no program can be given";
  return [{ code: "program", message, hint: "write it without the NUL" }];
}
