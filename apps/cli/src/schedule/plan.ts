import type { ProfileLoginsView } from "@keyferry/core";
import { durationText } from "../args/duration.ts";

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** What is to run, when, and as whom. */
export interface SchedulePlan {
  /** Starts the command line: absolute paths. */
  readonly self: readonly string[];
  /** Absolute path of the settings file, where it is not the user's own. */
  readonly settings?: string;
  readonly profile: { readonly id: string; readonly name: string };
  readonly hour: number;
  readonly minute: number;
  /** Every day where it is empty. */
  readonly days: readonly Weekday[];
  /** Whole seconds. */
  readonly randomDelay?: number;
  /** Whole seconds; the profile's own is kept by `run`. */
  readonly timeLimit?: number;
  readonly logins: ProfileLoginsView["logins"];
  readonly user: string;
  /** Of the container. */
  readonly image: string;
}

/** One file to install. */
export interface ScheduleFile {
  readonly path: string;
  readonly text: string;
}

/** What to install, and what a person must see to. `problems`: the login cannot work this way. */
export interface Schedule {
  readonly files: readonly ScheduleFile[];
  readonly notes: readonly string[];
  readonly problems: readonly string[];
}

/** The arguments of the run. A scheduler that delays by itself leaves that to itself. */
export function runArguments(plan: SchedulePlan, options: { readonly delay: boolean }): string[] {
  const { profile, settings, randomDelay, timeLimit } = plan;
  return [
    "run",
    profile.name,
    ...(settings === undefined ? [] : ["--settings", settings]),
    ...(timeLimit === undefined ? [] : ["--time-limit", durationText(timeLimit)]),
    ...(options.delay && randomDelay !== undefined ? ["--random-delay", durationText(randomDelay)] : []),
  ];
}

/**
 * A name for units, tasks and manifests, from a profile's name that may hold anything: lower-case letters, digits and hyphens, at most 40
 * characters. Kubernetes takes 52 for a CronJob (https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/).
 */
export function unitName({ id, name }: SchedulePlan["profile"]): string {
  const plain = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) && name.length <= 30;
  if (plain) return `keyferry-${name}`;
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 20)
    .replace(/^-+|-+$/g, "");
  // Two names may have one slug; their ids differ.
  return ["keyferry", slug, id.slice(0, 8)].filter((part) => part !== "").join("-");
}
