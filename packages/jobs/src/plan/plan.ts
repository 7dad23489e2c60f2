import { type Failure, type JobInput, type JobValue, KeyferryError } from "@keyferry/core/delivery";
import { environmentFault } from "../deliver/environment.ts";
import { currentPlatform, type Environment, type Platform } from "../platform/platform.ts";

/** What will be started, and with what. It holds no opened value. */
export interface JobPlan {
  readonly program: string;
  readonly args: readonly string[];
  /** The environment of the job before the values are put into it. */
  readonly environment: Environment;
  readonly values: readonly JobValue[];
}

/** Variables of ours: some of them carry what opens the credentials of connections. */
const OWN_VARIABLE = /^KEYFERRY_/i;

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
  const [first, ...others] = [...programFaults(input), ...valueFaults(input.values, platform)];
  if (first) throw new KeyferryError(first, ...others);
  const withheld = new Set(input.withheldVariables.map(platform.variableKey));
  const passed = Object.entries(environment).filter(
    ([name, text]) => text !== undefined && !OWN_VARIABLE.test(name) && !withheld.has(platform.variableKey(name)),
  );
  return Object.freeze({
    program: input.program,
    args: [...input.args],
    environment: Object.fromEntries(passed),
    values: [...input.values],
  });
}

function programFaults({ program, args }: JobInput): Failure[] {
  if (program === "") {
    return [{ code: "program", message: "the job names no program", hint: "write it behind --, with its arguments" }];
  }
  if (![program, ...args].some((word) => word.includes("\0"))) return [];
  const message = "the program's name or one of its arguments holds a NUL byte, which no program can be given";
  return [{ code: "program", message, hint: "write it without the NUL" }];
}

function valueFaults(values: readonly JobValue[], platform: Platform): Failure[] {
  const owners = new Map<string, string>();
  return values.flatMap((value) => {
    const { setting, delivery } = value;
    const key = platform.variableKey(delivery.variable);
    const owner = owners.get(key);
    owners.set(key, owner ?? setting);
    const fault = environmentFault(value, platform);
    const faults = fault ? [fault] : [];
    if (owner === undefined) return faults;
    const message = `the environment variable ${delivery.variable} is already taken by the setting ${owner}`;
    return [
      ...faults,
      { code: "delivery", message, hint: "deliver one of the two another way", where: setting, setting },
    ];
  });
}
