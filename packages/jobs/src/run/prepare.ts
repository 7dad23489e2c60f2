import { type Delivery, type JobPayload, type JobWord, KeyferryError } from "@keyferry/core/delivery";
import { Ground } from "../deliver/ground.ts";
import { wayOf } from "../deliver/index.ts";
import { faultFailure, openPayload } from "../deliver/open-payload.ts";
import type { Delivered, Prepared, StartedJob } from "../deliver/way.ts";
import type { JobPlan } from "../plan/plan.ts";
import type { Environment, Platform } from "../platform/platform.ts";

/** A job with everything that its start needs: values and places are in it. */
export interface PreparedJob {
  readonly args: readonly string[];
  readonly environment: Environment;
  /** Descriptor of the job → one of ours, or a stream of the child process. */
  readonly descriptors: ReadonlyMap<number, number | "pipe">;
  /** What the job's output is searched for. */
  needles(): readonly Uint8Array[];
  started(job: StartedJob): void;
  /** Ends what was made for the job, in the reverse order. Never throws. */
  end(): Promise<void>;
}

/** Makes the deliveries of a plan ready: all of them, or none, before anything is started. Throws `KeyferryError`. */
export async function prepareJob(plan: JobPlan, platform: Platform): Promise<PreparedJob> {
  const ground = new Ground(platform, plan.environment);
  const ready: Prepared[] = [];
  const end = async () => {
    for (const prepared of ready.splice(0).reverse()) await Promise.resolve(prepared.end?.()).catch(() => undefined);
    await ground.end().catch(() => undefined);
  };
  try {
    const opened = plan.payloads.map(open);
    const places = new Map<string, string>();
    for (const group of byKind(opened)) {
      const way = wayOf((group[0] as Delivered<Delivery>).delivery);
      for (const [at, prepared] of (await way.prepare(group, ground)).entries()) {
        ready.push(prepared);
        if (prepared.place !== undefined) places.set((group[at] as Delivered<Delivery>).id, prepared.place);
      }
    }
    return {
      args: plan.args.map((word) => wordText(word, places)),
      environment: environmentOf(plan, ready, places, platform),
      descriptors: new Map(ready.flatMap(({ descriptor: d }) => (d ? [[d.number, d.source] as const] : []))),
      needles: () => opened.flatMap((payload) => payload.opened.needles()),
      started: (child) => {
        ground.started(child.pid);
        for (const prepared of ready) prepared.started?.(child);
      },
      end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

function open(payload: JobPayload): Delivered<Delivery> {
  const opened = openPayload(payload);
  if ("bytes" in opened) return { id: payload.id, delivery: payload.delivery, opened };
  const [first, ...rest] = opened.map((fault) =>
    faultFailure(payload, wayOf(payload.delivery).subject(payload.delivery), fault),
  );
  throw new KeyferryError(first ?? { code: "internal", message: "a payload could not be opened" }, ...rest);
}

function byKind(payloads: readonly Delivered<Delivery>[]): Delivered<Delivery>[][] {
  return [...Map.groupBy(payloads, ({ delivery }) => delivery.kind).values()];
}

function wordText(word: JobWord, places: ReadonlyMap<string, string>): string {
  if (typeof word === "string") return word;
  return word.map((part) => (typeof part === "string" ? part : (places.get(part.placeOf) ?? ""))).join("");
}

/** What is delivered takes the place of an inherited variable of its name. For the start of one program; kept nowhere. */
function environmentOf(
  plan: JobPlan,
  ready: readonly Prepared[],
  places: ReadonlyMap<string, string>,
  platform: Platform,
): Environment {
  const own = Object.entries(plan.variables).map(([name, word]) => [name, wordText(word, places)] as const);
  const set = [...own, ...ready.flatMap(({ variables }) => Object.entries(variables ?? {}))];
  const taken = new Set(set.map(([name]) => platform.variableKey(name)));
  const kept = Object.entries(plan.environment).filter(([name]) => !taken.has(platform.variableKey(name)));
  return Object.fromEntries([...kept, ...set]);
}
