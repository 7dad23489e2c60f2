import { KeyferryError } from "../contract/failure.ts";
import type { Job, ProgramJob } from "../settings/model.ts";

/** Refuses (`usage`) a job that no system could start. The error does not quote arguments. */
export function checkJob(job: Job): Job {
  const { args } = job;
  const name = "recipe" in job ? job.recipe : job.program;
  if (name === "") throw unfit("the program's name is empty");
  for (const [index, text] of [name, ...args].entries()) {
    const what = index === 0 ? "the program's name" : `argument ${index} of the program`;
    if (text.includes("\0")) throw unfit(`${what} holds a NUL character`);
    if (!text.isWellFormed()) throw unfit(`${what} holds half of a character`);
  }
  return "recipe" in job ? { recipe: name, args: [...args] } : { program: name, args: [...args], ...checkCodes(job) };
}

function checkCodes({ loginFailed = [] }: ProgramJob): Pick<ProgramJob, "loginFailed"> {
  if (loginFailed.every((code) => Number.isInteger(code) && code >= 1 && code <= 255)) {
    return loginFailed.length > 0 ? { loginFailed: [...loginFailed] } : {};
  }
  throw new KeyferryError({
    code: "usage",
    message: "an exit code of a failed login is a number from 1 to 255",
    hint: "see the program's manual for its exit codes",
  });
}

function unfit(message: string): KeyferryError {
  return new KeyferryError({ code: "usage", message, hint: "give the program and its arguments after --" });
}
