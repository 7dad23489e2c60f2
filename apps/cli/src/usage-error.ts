import { KeyferryError } from "@keyferry/core/delivery";

/** A command that was written wrong: exit code 64. Never quote what could be a value typed by mistake. */
export function usageError(message: string, hint: string): KeyferryError {
  return new KeyferryError({ code: "usage", message, hint });
}
