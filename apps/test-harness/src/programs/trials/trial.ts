import type { Account } from "../account.ts";
import type { Ran, Sandbox } from "../sandbox.ts";
import type { ServiceId } from "../servers/index.ts";
import type { Running } from "../servers/service.ts";

/** What a trial is made of. */
export interface Stage {
  readonly account: Account;
  readonly ca: string;
  /** The running server; its ports and facts are empty for a program that needs none. */
  readonly server: Pick<Running, "ports" | "facts">;
  readonly sandbox: Sandbox;
}

/** One job of a recipe, with the values of the run's account. */
export interface Job {
  readonly literals: Readonly<Record<string, string>>;
  /** Setting → value. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Behind `--`. */
  readonly args?: readonly string[];
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Throws, without a value in its message, unless the program has done its work. */
  prove(ran: Ran): Promise<void> | void;
  /** The setting that is given a wrong value to see a failed login. */
  readonly login?: string;
}

/** A recipe, the server that it is tried against, and its job. */
export interface Trial {
  /** Tells two trials of one recipe apart. */
  readonly name: string;
  readonly recipe: string;
  readonly service?: ServiceId;
  readonly packages: readonly string[];
  /** Which letters the values have, for the table. */
  readonly alphabet: string;
  job(stage: Stage): Promise<Job> | Job;
}
