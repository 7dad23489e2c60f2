import { createHash, randomBytes } from "node:crypto";
import type { FaultQueue } from "../faults.ts";
import { Refusal } from "../refusal.ts";
import { stringMember } from "./input.ts";
import type { JsonObject } from "./operation.ts";

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken?: string;
}

/**
 * Cuts `all` into a page of `size`, from where the request's NextToken left off. A token belongs to one operation and one set of
 * parameters (`about`), else InvalidNextTokenException; no token is ever given twice, but by the fault that is about that.
 */
export function cutPage<T>(
  all: readonly T[],
  size: number,
  input: JsonObject,
  operation: string,
  faults: FaultQueue,
): Page<T> {
  const { NextToken: _, ...about } = input;
  const fingerprint = createHash("sha256").update(operation).update(JSON.stringify(about)).digest("hex").slice(0, 16);
  const given = stringMember(input, "NextToken", 4096);
  const start = given === undefined ? 0 : readToken(given, fingerprint);
  const fault = faults.take("page", operation)?.kind;
  if (fault === "empty-page") return { items: [], nextToken: writeToken(start, fingerprint) };
  const items = all.slice(start, start + size);
  if (fault === "cyclic-token") return { items, nextToken: given ?? writeToken(start, fingerprint) };
  const end = start + size;
  return end < all.length ? { items, nextToken: writeToken(end, fingerprint) } : { items };
}

function writeToken(offset: number, fingerprint: string): string {
  return Buffer.from([offset, fingerprint, randomBytes(6).toString("hex")].join(":")).toString("base64url");
}

function readToken(token: string, fingerprint: string): number {
  const [offset, about] = Buffer.from(token, "base64url").toString("latin1").split(":");
  if (!/^\d+$/.test(offset ?? "") || about !== fingerprint) {
    throw new Refusal("InvalidNextTokenException", "The NextToken value is invalid.");
  }
  return Number(offset);
}
