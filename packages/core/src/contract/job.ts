import type { Delivery } from "./delivery.ts";
import type { Encoding } from "./encoding.ts";

/**
 * A value on its way to a job. It is opaque outside `secret/`, which makes it and whose `openForDelivery` is the only
 * function that opens it. Printing, copying or serialising it reveals nothing.
 */
export interface SealedValue {
  readonly sealed: "keyferry.secret.v1";
}

/** One value inside a payload. */
export interface JobValue {
  /** The setting, or the variable of an ad hoc run: for messages. */
  readonly setting: string;
  /** The value. A plain text if the setting is a literal, which is not secret. */
  readonly value: SealedValue | string;
  /** How it is written in the payload; unchanged, if absent. */
  readonly encoding?: Encoding;
}

/** A part of a payload: a value, or fixed text such as `user = "`. */
export type PayloadPart = string | JobValue;

/** What a program gets through one delivery: usually one value, or a small document that contains several. */
export interface JobPayload {
  /** Unique within the job. */
  readonly id: string;
  readonly parts: readonly PayloadPart[];
  readonly delivery: Delivery;
}

/**
 * One argument or variable: a text, or texts and places joined together. A place is where the program finds a payload,
 * known only once the job starts: the path of a pipe, a file or a command, `/dev/fd/N`, an agent's socket.
 */
export type JobWord = string | readonly (string | { readonly placeOf: string })[];

/** A job, resolved and ready to be planned: plain data and sealed values. */
export interface JobInput {
  readonly program: string;
  readonly args: readonly JobWord[];
  readonly payloads: readonly JobPayload[];
  /** Additional variables of the job, which replace inherited ones. Never a secret value. */
  readonly variables?: Readonly<Record<string, JobWord>>;
  /** Variables of Keyferry's environment that the job must not see: `KEYFERRY_*`, and those of the logins' sources. */
  readonly withheldVariables: readonly string[];
  /** The exit codes by which the program says that a login failed. */
  readonly loginFailed?: readonly number[];
  /** Variables that a clean environment keeps in addition. */
  readonly keptVariables?: readonly string[];
  /** The job inherits only the variables that programs need to start. */
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
