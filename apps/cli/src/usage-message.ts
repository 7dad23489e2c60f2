import type { Failure } from "@keyferry/core/delivery";
import type { CommanderError } from "commander";

/**
 * What commander found wrong, as a failure. What was typed behind a `=` or as an argument too many is left out: it could
 * be a value.
 */
export function usageFailure(error: Pick<CommanderError, "code" | "message">): Failure {
  const [first = "", ...more] = error.message.replace(/^error: /, "").split("\n");
  const message = error.code === "commander.excessArguments" ? first.replace(/( but got \d+): .*$/, "$1") : first;
  const [, option, way = ""] = /^option '([^']+)' argument '.*' is invalid\. (.+)$/s.exec(first) ?? [];
  if (option !== undefined) {
    return {
      code: "usage",
      message: `${option} does not take this`,
      hint: `${way.charAt(0).toLowerCase()}${way.slice(1)}`,
    };
  }
  const suggestion = more.find((line) => line.startsWith("(Did you mean"));
  return {
    code: "usage",
    message: message.replace(/'(--?[^='\s]+)=.*'/, "'$1'"),
    hint: suggestion ? suggestion.replace(/^\(|\)$/g, "") : "add --help to the command",
  };
}
