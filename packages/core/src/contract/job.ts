import type { Delivery } from "./delivery.ts";
import type { Encoding } from "./encoding.ts";

/**
 * A value on its way to a job: opaque outside `secret/`, which makes it and whose `openForDelivery` alone opens it.
 * Printing, copying or serialising it shows nothing.
 */
export interface SealedValue {
  readonly sealed: "keyferry.secret.v1";
}

/** One value inside a payload. */
export interface JobValue {
  /** The setting, or the variable of an ad hoc run: for messages. */
  readonly setting: string;
  /** The value; text where the setting is a literal, which is no secret. */
  readonly value: SealedValue | string;
  /** How it is written in the payload. As it is, if absent. */
  readonly encoding?: Encoding;
}

/** Text of a payload that is no value: the same for everyone, `user = "` for example. */
export type PayloadPart = string | JobValue;

/** What a program is given by one delivery: one value as a rule, or a small document that holds several. */
export interface JobPayload {
  /** Unique within the job. */
  readonly id: string;
  readonly parts: readonly PayloadPart[];
  readonly delivery: Delivery;
}

/**
 * One argument or variable: text, or texts and places that are joined. A place is where the program finds a payload, known when
 * the job starts: the path of a pipe, a file or a command, `/dev/fd/N`, an agent's socket.
 */
export type JobWord = string | readonly (string | { readonly placeOf: string })[];

/** A job, resolved and ready to be planned: plain data and sealed values. */
export interface JobInput {
  readonly program: string;
  readonly args: readonly JobWord[];
  readonly payloads: readonly JobPayload[];
  /** Further variables of the job, which take the place of inherited ones. Never a value. */
  readonly variables?: Readonly<Record<string, JobWord>>;
  /** Variables of our own environment that the job must not see: our own and those of the logins' sources. */
  readonly withheldVariables: readonly string[];
  /** The exit codes by which the program says that a login failed. */
  readonly loginFailed?: readonly number[];
  /** Variables that a clean environment keeps besides. */
  readonly keptVariables?: readonly string[];
  /** The job inherits no variable but those without which programs do not start. */
  readonly cleanEnvironment?: true;
}

/** The payload of one value that a program takes as it is: its id is the setting. */
export function plainPayload(setting: string, delivery: Delivery, value: SealedValue | string): JobPayload {
  return { id: setting, delivery, parts: [{ setting, value }] };
}

/** The values of a payload, without the text around them. */
export function payloadValues({ parts }: JobPayload): JobValue[] {
  return parts.filter((part) => typeof part !== "string");
}
