import { commandLine } from "../output/command-line.ts";
import { printable } from "../output/printable.ts";
import { usageError } from "../usage-error.ts";
import { loginNotes, loginProblems } from "./login-notes.ts";
import { runArguments, type Schedule, type SchedulePlan } from "./plan.ts";

/** Of cron's field for the command, `MAX_COMMAND`. */
const LONGEST = 999;

/** A line of a user's crontab (https://man7.org/linux/man-pages/man5/crontab.5.html). Throws `KeyferryError` (`usage`) for one that cron would cut. */
export function cronLine(plan: SchedulePlan): Schedule {
  const [program = "", ...args] = [...plan.self, ...runArguments(plan, { delay: true })];
  // To cron, a bare percent sign ends the command and begins its input, in quotes too; it takes the backslash away.
  const command = commandLine({ program, args }).replaceAll("%", "\\%");
  if (Buffer.byteLength(command) > LONGEST) {
    throw usageError("the line would be longer than cron takes", "give the profile a shorter name, or use --systemd");
  }
  const days = plan.days.length === 0 ? "*" : plan.days.join(",");
  return {
    files: [{ path: "crontab", text: `${plan.minute} ${plan.hour} * * ${days} ${command}\n` }],
    notes: [
      ...loginNotes(plan, {
        ambient: ({ connection }) =>
          `${connection} logs in by what surrounds it: cron has neither your shell's variables nor your session, so use the machine's identity`,
        file: ({ connection, rest }) =>
          `${connection}: ${printable(rest)} must belong to whoever has the crontab, mode 0600`,
      }),
      "then: crontab -e, as the user whose settings hold the profile",
    ],
    problems: loginProblems(plan, {
      env: "cron knows no variable of your shell, and a crontab is no place for a credential: use file: or a stored login",
      systemd: "cron has no credentials of a unit: use --systemd, file: or a stored login",
    }),
  };
}
