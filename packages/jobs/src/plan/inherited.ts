import type { JobInput } from "@keyferry/core/delivery";
import type { Environment, Platform } from "../platform/platform.ts";

/** Variables of ours: some of them carry what opens the credentials of connections. */
const OWN_VARIABLE = /^KEYFERRY_/i;

/** What is left of an environment: without the withheld variables and our own; of a clean one, what programs need to start. */
export function inheritedEnvironment(input: JobInput, environment: Environment, platform: Platform): Environment {
  const withheld = new Set(input.withheldVariables.map(platform.variableKey));
  const needed = new Set([...platform.neededVariables, ...(input.keptVariables ?? []).map(platform.variableKey)]);
  const passed = Object.entries(environment).filter(([name, text]) => {
    const key = platform.variableKey(name);
    if (text === undefined || OWN_VARIABLE.test(name) || withheld.has(key)) return false;
    return input.cleanEnvironment !== true || needed.has(key);
  });
  return Object.fromEntries(passed);
}
