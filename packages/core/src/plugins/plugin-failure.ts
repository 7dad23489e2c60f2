import { type Failure, KeyferryError } from "../contract/failure.ts";
import { safeText } from "./safe-text.ts";

const SHOWN_PROBLEMS = 5;

/** A plugin's package as messages name it. */
export interface PackageIdentity {
  readonly package: string;
  readonly version?: string | undefined;
}

/** The error for one reason why a plugin cannot be used. */
export function pluginError(plugin: PackageIdentity, message: string, hint: string, code: Failure["code"] = "plugin") {
  const version = plugin.version === undefined ? "" : ` ${safeText(plugin.version, 50)}`;
  const name = safeText(plugin.package, 214);
  return new KeyferryError({ code, where: `plugin ${name}${version}`, message, hint, provider: name });
}

/** The first few of many problems, as one text. */
export function joinProblems(problems: readonly string[]): string {
  const shown = problems.slice(0, SHOWN_PROBLEMS).join("; ");
  const rest = problems.length - SHOWN_PROBLEMS;
  return rest > 0 ? `${shown}; and ${rest} more` : shown;
}
