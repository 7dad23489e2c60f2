import type { LoginVariables } from "../connections/port.ts";
import { type Failure, KeyferryError } from "../contract/failure.ts";
import type { JobInput } from "../contract/job.ts";

/** What a run says about the environment that its job inherits. */
export interface EnvironmentRequest {
  /** Variables that the job gets even though an ambient login reads them, or its environment is clean. */
  readonly keepVariables?: readonly string[];
  /** The job inherits only what programs need to start. */
  readonly cleanEnvironment?: boolean;
}

type JobEnvironment = Pick<JobInput, "withheldVariables" | "keptVariables" | "cleanEnvironment">;

const OWN = /^KEYFERRY_/i;

/**
 * The environment of a job, which must not see where logins come from. A variable that an ambient login reads may be
 * kept, since it is the person's own and other programs read it too; a variable that is a connection's source, or
 * Keyferry's own, may not. Throws `KeyferryError` (`rule`).
 */
export function jobEnvironment(request: EnvironmentRequest, { sources, ambient }: LoginVariables): JobEnvironment {
  const kept = request.keepVariables ?? [];
  const [first, ...rest] = kept.filter((name) => OWN.test(name) || sources.includes(name)).map(refusal);
  if (first) throw new KeyferryError(first, ...rest);
  return {
    withheldVariables: [...new Set([...sources, ...ambient.filter((name) => !kept.includes(name))])],
    ...(kept.length > 0 ? { keptVariables: kept } : {}),
    ...(request.cleanEnvironment === true ? { cleanEnvironment: true } : {}),
  };
}

function refusal(name: string): Failure {
  return {
    code: "rule",
    message: `the variable ${JSON.stringify(name)} belongs to a connection's login or to Keyferry, and no job gets it`,
    hint: "give the job a secret of its own: run --env VARIABLE=REFERENCE, or a delivery of its profile",
  };
}
