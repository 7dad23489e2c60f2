import type { Delivery } from "./delivery.ts";

/**
 * A value on its way to a job: opaque outside `secret/`, which makes it and whose `openForDelivery` alone opens it.
 * Printing, copying or serialising it shows nothing.
 */
export interface SealedValue {
  readonly sealed: "keyferry.secret.v1";
}

/** One value of a job and the way that it takes. */
export interface JobValue {
  /** The setting, or the variable of an ad hoc run: for messages. */
  readonly setting: string;
  readonly delivery: Delivery;
  /** The value; text is passed as it is where the setting is a literal. */
  readonly value: SealedValue | string;
}

/** A job, resolved and ready to be planned: plain data and sealed values. */
export interface JobInput {
  readonly program: string;
  readonly args: readonly string[];
  readonly values: readonly JobValue[];
  /** Variables of our own environment that the job must not see: our own and those of the logins' sources. */
  readonly withheldVariables: readonly string[];
  /** The exit codes by which the program says that a login failed. */
  readonly loginFailed?: readonly number[];
}
