import { printable } from "../output/printable.ts";
import { loginNotes, loginProblems, loginSources, plainName } from "./login-notes.ts";
import { runArguments, type Schedule, type SchedulePlan, unitName, type Weekday } from "./plan.ts";

/** In seconds: what a job has to end in before systemd ends it. */
const GRACE = 120;

/**
 * A service and its timer. Quoting: https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html#Command%20lines;
 * credentials: https://systemd.io/CREDENTIALS/; calendar: https://www.freedesktop.org/software/systemd/man/latest/systemd.time.html
 */
export function systemdUnits(plan: SchedulePlan): Schedule {
  const unit = unitName(plan.profile);
  const sources = loginSources(plan);
  const variables = sources.filter(({ kind }) => kind === "env").map(({ rest }) => rest);
  const credentials = sources.filter(({ kind, rest }) => kind === "systemd" && plainName(rest)).map(({ rest }) => rest);
  const environmentFile = `/etc/keyferry/${unit}.env`;
  const { randomDelay, timeLimit } = plan;
  const service = [
    ...header(plan),
    "[Unit]",
    `Description=Keyferry runs ${text(plan.profile.name)}`,
    "Wants=network-online.target",
    "After=network-online.target",
    "",
    "[Service]",
    "Type=oneshot",
    `User=${text(plan.user)}`,
    ...(variables.length === 0 ? [] : [`EnvironmentFile=${environmentFile}`]),
    ...[...new Set(credentials)].map((name) => `LoadCredential=${name}:/etc/keyferry/credentials/${name}`),
    `ExecStart=${execLine([...plan.self, ...runArguments(plan, { delay: false })])}`,
    ...(timeLimit === undefined ? [] : [`TimeoutStartSec=${timeLimit + GRACE}`]),
    "UMask=0077",
    "LimitCORE=0",
    "NoNewPrivileges=yes",
  ];
  const timer = [
    ...header(plan),
    "[Unit]",
    `Description=When Keyferry runs ${text(plan.profile.name)}`,
    "",
    "[Timer]",
    `OnCalendar=${calendar(plan)}`,
    "Persistent=yes",
    ...(randomDelay === undefined ? [] : [`RandomizedDelaySec=${randomDelay}`]),
    "",
    "[Install]",
    "WantedBy=timers.target",
  ];
  const folder = "/etc/systemd/system";
  return {
    files: [
      { path: `${folder}/${unit}.service`, text: `${service.join("\n")}\n` },
      { path: `${folder}/${unit}.timer`, text: `${timer.join("\n")}\n` },
    ],
    notes: [
      ...loginNotes(plan, {
        ambient: ({ connection }) =>
          `${connection} logs in by what surrounds it: the unit has neither your shell's variables nor your session, so use the machine's identity, or name them in ${environmentFile}`,
        env: ({ connection, rest }) =>
          `${connection}: put a line ${rest}=… into ${environmentFile} (root's, mode 0600); better, the source systemd:${rest}, which no other process can read from the environment`,
        systemd: ({ connection, rest }) =>
          `${connection}: put the credential into /etc/keyferry/credentials/${rest} (root's, mode 0600), or encrypt it with systemd-creds and write LoadCredentialEncrypted=`,
        file: ({ connection, rest }) => `${connection}: ${rest} must belong to ${plan.user}, mode 0600`,
      }),
      `then: systemctl daemon-reload && systemctl enable --now ${unit}.timer`,
    ],
    problems: loginProblems(plan, {}),
  };
}

function header({ profile }: SchedulePlan): string[] {
  return [`# made by keyferry schedule for the profile ${printable(profile.name)}`];
}

/** A command as systemd reads it. In the program itself, unlike in its arguments, a dollar sign means nothing. */
export function execLine([program = "", ...args]: readonly string[]): string {
  return [quoted(program), ...args.map((arg) => quoted(arg).replaceAll("$", "$$$$"))].join(" ");
}

function quoted(word: string): string {
  return `"${text(word).replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/** A percent sign begins a specifier in every setting of a unit. */
function text(value: string): string {
  return value.replaceAll("%", "%%");
}

function calendar({ hour, minute, days }: SchedulePlan): string {
  const two = (number: number) => String(number).padStart(2, "0");
  const on = days.map((day: Weekday) => day.charAt(0).toUpperCase() + day.slice(1)).join(",");
  return `${on === "" ? "" : `${on} `}*-*-* ${two(hour)}:${two(minute)}:00`;
}
