import { randomBytes, timingSafeEqual } from "node:crypto";
import { type Credentials, type Failure, KeyferryError, type SealedFor, type StorePlace } from "@keyferry/core";
import { askProcess } from "../helper/ask-process.ts";
import { ownScript } from "../helper/own-script.ts";
import { problem } from "../problem.ts";
import { digestOf, type FreshQuestion } from "./protocol.ts";

export interface ProofRequest {
  readonly place: StorePlace;
  readonly connection: SealedFor;
  readonly credentials: Credentials;
  readonly limitMs: number;
  /** The additional time that the process may take to start, in milliseconds; 120,000 if absent. */
  readonly startMs?: number;
  /** The passphrase that opened the store here, if one did. */
  readonly passphrase?: string;
}

/** Proves that what was sealed can be opened later. Throws `KeyferryError`. */
export type Prove = (request: ProofRequest) => Promise<void>;

/** The time to start Node on an extremely busy machine, in milliseconds. The keeper has a limit of its own. */
const START_MS = 120_000;

/**
 * Opens what was sealed in a fresh process, which has only the disk and the keeper to work with, and compares digests.
 */
export const proveInFreshProcess: Prove = async ({ credentials, startMs = START_MS, ...request }) => {
  const challenge = randomBytes(32).toString("base64");
  const question: FreshQuestion = { ...request, challenge };
  const answer = await askProcess({
    command: process.execPath,
    args: ["--disable-warning=ExperimentalWarning", ownScript("fresh-process")],
    env: request.place.env,
    input: JSON.stringify(question),
    limitMs: request.limitMs + startMs,
  });
  if (answer.kind === "late") {
    throw problem(
      "unavailable",
      "credential store",
      "the fresh process that opens what was just sealed did not end in time",
      "log in again once the machine is less busy",
    );
  }
  const parsed = answer.kind === "ended" && answer.code === 0 ? parse(answer.output) : {};
  const [first, ...rest] = parsed.failures ?? [];
  if (first) throw new KeyferryError(first, ...rest);
  const expected = Buffer.from(digestOf(credentials, challenge));
  const found = Buffer.from(parsed.digest ?? "");
  if (found.length === expected.length && timingSafeEqual(found, expected)) return;
  throw problem(
    "integrity",
    "credential store",
    "a fresh process could not open what was just sealed",
    "do not rely on this login: log in again, or take another keeper",
  );
};

function parse(output: Buffer): { readonly digest?: string; readonly failures?: readonly Failure[] } {
  try {
    return JSON.parse(output.toString("utf8"));
  } catch {
    return {};
  }
}
