import { KeyferryError } from "../contract/failure.ts";
import type { ProgramJob } from "../settings/model.ts";

/** Refuses (`usage`) a job that no system could start. Arguments are not quoted. */
export function checkJob({ program, args, loginFailed }: ProgramJob): ProgramJob {
  if (program === "") throw unfit("the program's name is empty");
  for (const [index, text] of [program, ...args].entries()) {
    const what = index === 0 ? "the program's name" : `argument ${index} of the program`;
    if (text.includes("\0")) throw unfit(`${what} holds a NUL character`);
    if (!text.isWellFormed()) throw unfit(`${what} holds half of a character`);
  }
  if (loginFailed?.some((code) => !Number.isInteger(code) || code < 1 || code > 255)) {
    throw new KeyferryError({
      code: "usage",
      message: "an exit code of a failed login is a number from 1 to 255",
      hint: "see the program's manual for its exit codes",
    });
  }
  return { program, args: [...args], ...(loginFailed?.length ? { loginFailed: [...loginFailed] } : {}) };
}

function unfit(message: string): KeyferryError {
  return new KeyferryError({ code: "usage", message, hint: "give the program and its arguments after --" });
}
