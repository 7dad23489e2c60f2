import { userInfo } from "node:os";
import { InvalidArgumentError, Option } from "commander";
import { seconds } from "../args/duration.ts";
import { type Define, examples } from "../command.ts";
import type { ScheduleJson } from "../json.ts";
import { jsonText, printable, printableLines } from "../output/printable.ts";
import { cronLine } from "../schedule/cron.ts";
import { kubernetesJob } from "../schedule/kubernetes.ts";
import { type Schedule, type SchedulePlan, WEEKDAYS, type Weekday } from "../schedule/plan.ts";
import { systemdUnits } from "../schedule/systemd.ts";
import { windowsTask } from "../schedule/windows-task.ts";
import { usageError } from "../usage-error.ts";
import type { ListOptions } from "./list.ts";

interface Options extends ListOptions {
  readonly systemd?: true;
  readonly cron?: true;
  readonly windowsTask?: true;
  readonly kubernetes?: true;
  readonly at: { readonly hour: number; readonly minute: number };
  readonly on: readonly Weekday[];
  readonly randomDelay?: number;
  readonly timeLimit?: number;
  readonly user?: string;
  readonly image?: string;
}

const TARGETS = { systemd: systemdUnits, cron: cronLine, windowsTask, kubernetes: kubernetesJob } as const;

/** `schedule PROFILE --systemd|--cron|--windows-task|--kubernetes` */
export const define: Define = (command, invocation) => {
  command
    .argument("<profile>", "the profile to run")
    .option("--systemd", "a service and its timer")
    .option("--cron", "a line of a crontab")
    .option("--windows-task", "a task of the Task Scheduler")
    .option("--kubernetes", "a CronJob")
    .addOption(new Option("--at <hh:mm>", "when").argParser(clock).default({ hour: 2, minute: 0 }, "02:00"))
    .option("--on <days>", "on which days: mon,thu; every day otherwise", weekdays, [])
    .option("--random-delay <duration>", "start at a random time up to this later", seconds)
    .option("--time-limit <duration>", "tell the job to end after this", seconds)
    .option("--user <name>", "the user whose settings hold the profile (systemd)")
    .option("--image <image>", "the container's image, with keyferry and the job's program (Kubernetes)")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `${examples("keyferry schedule nightly --systemd --at 02:30 --random-delay 10m", "keyferry schedule nightly --cron --on mon,thu")}\nNothing is installed: what is printed fits the logins of the profile's connections, and says what to see to.\n`,
    )
    .action(async (profile: string, options: Options) => {
      const chosen = (Object.keys(TARGETS) as (keyof typeof TARGETS)[]).filter((target) => options[target]);
      const [target] = chosen;
      if (target === undefined || chosen.length > 1) {
        throw usageError("one scheduler is needed", "give --systemd, --cron, --windows-task or --kubernetes");
      }
      const { overview } = await invocation.keyferry();
      const found = await overview.logins(profile);
      const timeLimit = options.timeLimit ?? found.timeLimit;
      const { settings, world } = invocation;
      const plan: SchedulePlan = {
        self: world.self,
        profile: found.profile,
        logins: found.logins,
        ...options.at,
        days: WEEKDAYS.filter((day) => options.on.includes(day)),
        user: options.user ?? userName(),
        image: options.image ?? "",
        ...(settings === undefined ? {} : { settings }),
        ...(options.randomDelay === undefined ? {} : { randomDelay: options.randomDelay }),
        ...(timeLimit === undefined ? {} : { timeLimit }),
      };
      const schedule: ScheduleJson = TARGETS[target](plan);
      if (options.json) return invocation.print(jsonText(schedule));
      print(schedule);
    });

  function print({ files, notes, problems }: Schedule): void {
    const parts = files.map(({ path, text }) => (files.length > 1 ? `# ${path}\n${text}` : text));
    invocation.print(printableLines(parts.join("\n")));
    for (const note of notes) invocation.say(printable(note));
    for (const problem of problems) invocation.say(printable(`warning: ${problem}`));
  }
};

function clock(text: string): { hour: number; minute: number } {
  const [, hour, minute] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  if (hour !== undefined && minute !== undefined) return { hour: Number(hour), minute: Number(minute) };
  throw new InvalidArgumentError("write a time of the day, such as 02:30");
}

function weekdays(text: string): readonly Weekday[] {
  const words = text.toLowerCase().split(",");
  const days = WEEKDAYS.filter((day) => words.includes(day));
  if (days.length > 0 && words.every((word) => (WEEKDAYS as readonly string[]).includes(word))) return days;
  throw new InvalidArgumentError(`write days as ${WEEKDAYS.join(",")}`);
}

/** The name of who types this. In a container, the user may have only a number, which systemd takes as well. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.geteuid?.() ?? "");
  }
}
