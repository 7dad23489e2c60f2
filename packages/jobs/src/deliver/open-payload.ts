import { type Failure, type JobPayload, type JobValue, needleForms, openForDelivery } from "@keyferry/core/delivery";
import { ENCODERS } from "../encode/index.ts";

/** A payload with its values in it: it lives from here to its delivery, and is kept nowhere. */
export interface OpenPayload {
  readonly bytes: Buffer;
  /** Every form of its secrets that output is searched for, the encoded ones included. They are made when they are asked for. */
  needles(): readonly Uint8Array[];
}

/** Why a payload cannot be delivered as it is: what its message says behind the value's name, and the next step. */
export interface Fault {
  readonly code: "value" | "delivery";
  readonly says: string;
  readonly hint: string;
  /** The setting that is at fault; the payload's first, if absent. */
  readonly setting?: string;
}

/** Opens a payload: the one place where values leave their seal. Gives the faults instead where one cannot be written. */
export function openPayload(payload: JobPayload): OpenPayload | readonly Fault[] {
  const opened = payload.parts.map((part) => (typeof part === "string" ? { bytes: Buffer.from(part) } : open(part)));
  const faults = opened.flatMap((part) => ("fault" in part ? [part.fault] : []));
  if (faults.length > 0) return faults;
  const whole = opened.filter((part): part is Piece => "bytes" in part);
  return {
    bytes: Buffer.concat(whole.map(({ bytes }) => bytes)),
    needles: () => whole.flatMap(({ needles }) => needles?.() ?? []),
  };
}

/** A fault of a payload as a failure. `subject` names what failed, `the value for the environment variable X` for example. */
export function faultFailure(payload: JobPayload, subject: string, fault: Fault): Failure {
  const values = payload.parts.filter((part) => typeof part !== "string");
  const setting = fault.setting ?? values[0]?.setting ?? payload.id;
  return { code: fault.code, message: `${subject} ${fault.says}`, hint: fault.hint, where: setting, setting };
}

interface Piece {
  readonly bytes: Buffer;
  needles?(): readonly Uint8Array[];
}

function open({ setting, value, encoding = "raw" }: JobValue): Piece | { readonly fault: Fault } {
  const opened = typeof value === "string" ? value : openForDelivery(value);
  const secret = typeof value !== "string";
  if (encoding === "raw" && typeof opened !== "string") {
    return { bytes: Buffer.from(opened), ...(secret ? { needles: () => needleForms(opened) } : {}) };
  }
  const text = textOf(opened);
  const unfit = (says: string, hint: string) => ({ fault: { code: "value" as const, says, hint, setting } });
  if (text === undefined) return unfit("is not text in UTF-8", "store it as text, encoded in base64 for example");
  const fault = ENCODERS[encoding].fault?.(text);
  if (fault !== undefined) return unfit(fault, "change the secret, or deliver it another way");
  const encoded = ENCODERS[encoding].encode(text);
  const needles = () => (encoded === text ? [text] : [text, encoded]).flatMap((each) => needleForms(each));
  return { bytes: Buffer.from(encoded), ...(secret ? { needles } : {}) };
}

/** Bytes as text, or undefined where they are none: changing bytes in silence would break a login later. */
export function textOf(opened: string | Uint8Array): string | undefined {
  if (typeof opened === "string") return opened.isWellFormed() ? opened : undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(opened);
  } catch {
    return undefined;
  }
}
