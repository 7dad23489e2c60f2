import type { RecipeProgram } from "@keyferry/core";
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

/** What every job of a trial has, with the values of the run's account. */
interface AnyJob {
  /** Setting, or the name of a part of a login → value. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Throws, without a value in its message, unless the program has done its work. */
  prove(ran: Ran): Promise<void> | void;
  /** The one of `secrets` that is given a wrong value to see a failed login. */
  readonly login?: string;
}

/** One job of a recipe. */
export interface Job extends AnyJob {
  readonly literals: Readonly<Record<string, string>>;
  /** Behind `--`. */
  readonly args?: readonly string[];
}

/** A program's own command line. `keyferry` is on its PATH. */
export interface ProgramJob extends AnyJob {
  readonly line: readonly [string, ...string[]];
}

interface AnyTrial {
  /** Tells two trials of one recipe apart. */
  readonly name: string;
  readonly service?: ServiceId;
  readonly packages: readonly string[];
  /** Which letters the values have, for the table. */
  readonly alphabet: string;
}

/** A recipe, the server that it is tried against, and its job. */
export interface RecipeTrial extends AnyTrial {
  readonly recipe: string;
  job(stage: Stage): Promise<Job> | Job;
}

/** A program that gets its login without a recipe: from a helper that it starts by itself, or by a delivery of `run`. */
export interface ProgramTrial extends AnyTrial {
  /** What the table says of that: `helper git-credential`, `stdin`. */
  readonly way: string;
  readonly program: RecipeProgram;
  /** What the program exits with when its login fails. */
  readonly loginFailed: readonly number[];
  job(stage: Stage): Promise<ProgramJob> | ProgramJob;
}

export type Trial = RecipeTrial | ProgramTrial;

/** What a value of a trial is called in the manager. */
export function remoteName(trial: string, secret: string): string {
  return `${trial}-${secret.replaceAll(/[./]/g, "-")}`;
}

/** The reference to a value of a trial, as a command line of {@link ProgramTrial} writes it; a value without a type. */
export function referenceTo(trial: string, secret: string): string {
  return `keyferry://prod/${remoteName(trial, secret)}`;
}
