import { usageError } from "../usage-error.ts";
import { loginNotes, loginProblems } from "./login-notes.ts";
import { runArguments, type Schedule, type SchedulePlan, unitName, type Weekday } from "./plan.ts";

const DAYS: Readonly<Record<Weekday, string>> = {
  mon: "Monday",
  tue: "Tuesday",
  wed: "Wednesday",
  thu: "Thursday",
  fri: "Friday",
  sat: "Saturday",
  sun: "Sunday",
};
/** In seconds: what the job has to end in before the scheduler ends it. */
const GRACE = 120;

/**
 * A task of the Task Scheduler (https://learn.microsoft.com/windows/win32/taskschd/task-scheduler-schema). The trigger's members stand in the
 * order of https://learn.microsoft.com/openspecs/windows_protocols/ms-tsch/4d28b0ce-aba2-436b-a81f-ef9beffbe432. Throws `KeyferryError`
 * (`usage`) for a name that the scheduler would change: it expands variables in arguments, and knows no way to write a percent sign.
 */
export function windowsTask(plan: SchedulePlan): Schedule {
  const [program = "", ...args] = [...plan.self, ...runArguments(plan, { delay: false })];
  if ([program, ...args].some((word) => /[%\ufffe\uffff]|\$\(/.test(word))) {
    throw usageError(
      "the Task Scheduler would expand what stands in the profile's name or in a path",
      "keyferry profile duplicate makes a copy under a name without % and $(",
    );
  }
  const unit = unitName(plan.profile);
  return {
    files: [{ path: `${unit}.xml`, text: taskXml(plan, program, args) }],
    notes: [
      ...loginNotes(plan, {
        ambient: ({ connection }) =>
          `${connection} logs in by what surrounds it: register the task for the user whose login, variables or credentials it needs`,
        env: ({ connection, rest }) =>
          `${connection}: the variable ${rest} must be one of the user's own (every program of that user can read it); a stored login is better`,
        file: ({ connection, rest }) => `${connection}: ${rest} must be closed to everybody but the user of the task`,
      }),
      `then: schtasks /create /tn "${unit}" /xml ${unit}.xml /ru USER /rp *   (the password lets the task use the user's credentials while nobody is logged on)`,
    ],
    problems: loginProblems(plan, { systemd: "Windows has no credentials of a unit: use a stored login" }),
  };
}

function taskXml(plan: SchedulePlan, program: string, args: readonly string[]): string {
  const { hour, minute, days, randomDelay, timeLimit } = plan;
  const start = `2026-01-01T${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}:00`;
  const schedule =
    days.length === 0
      ? "<ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>"
      : `<ScheduleByWeek><WeeksInterval>1</WeeksInterval><DaysOfWeek>${days.map((day) => `<${DAYS[day]} />`).join("")}</DaysOfWeek></ScheduleByWeek>`;
  return `<?xml version="1.0"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>${xml(`Keyferry runs ${plan.profile.name}`)}</Description>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>${start}</StartBoundary>${randomDelay === undefined ? "" : `\n      <RandomDelay>PT${randomDelay}S</RandomDelay>`}
      ${schedule}
    </CalendarTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <LogonType>Password</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT${timeLimit === undefined ? 0 : timeLimit + GRACE}S</ExecutionTimeLimit>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>${xml(program)}</Command>
      <Arguments>${xml(args.map(argument).join(" "))}</Arguments>
    </Exec>
  </Actions>
</Task>
`;
}

/** An argument as the C runtime takes it apart (https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments). */
function argument(text: string): string {
  if (/^[\w./:=@+\\-]*[\w./:=@+-]$/.test(text)) return text;
  return `"${text.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, "$1$1")}"`;
}

function xml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
