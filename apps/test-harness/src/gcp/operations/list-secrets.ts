import { randomBytes } from "node:crypto";
import { Refusal } from "../refusal.ts";
import { checkRight, describe, type Operation } from "./operation.ts";

/** A page's token is opaque, bound to the size of the page, and never given twice but by the fault that is about that. */
function writeToken(offset: number, size: number): string {
  return Buffer.from([offset, size, randomBytes(6).toString("hex")].join(":")).toString("base64url");
}

function readToken(token: string, size: number): number {
  const [offset = "", of] = Buffer.from(token, "base64url").toString("latin1").split(":");
  if (!/^\d+$/.test(offset) || of !== String(size)) {
    throw new Refusal("INVALID_ARGUMENT", "Request contains an invalid argument.");
  }
  return Number(offset);
}

/** https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets/list: 25,000 entries a page at most. */
export const listSecrets: Operation = (target, query, context) => {
  checkRight("secretmanager.secrets.list", target, context);
  const wanted = Number(query.get("pageSize") ?? "25000");
  if (!Number.isInteger(wanted) || wanted < 0) {
    throw new Refusal("INVALID_ARGUMENT", "Page size must be a whole number, and not negative.");
  }
  const given = query.get("pageToken");
  const start = given ? readToken(given, wanted) : 0;
  const fault = context.faults.take("page", "ListSecrets")?.kind;
  if (fault === "empty-page") return { nextPageToken: writeToken(start, wanted) };
  const all = context.state.all();
  const end = start + Math.min(wanted || 25_000, context.paging.list);
  const secrets = all.slice(start, end).map((secret) => describe(secret, context.place));
  const next = fault === "cyclic-token" ? (given ?? writeToken(start, wanted)) : writeToken(end, wanted);
  const more = end < all.length || fault === "cyclic-token";
  return {
    ...(secrets.length === 0 ? {} : { secrets }),
    ...(more ? { nextPageToken: next } : {}),
    totalSize: all.length,
  };
};
