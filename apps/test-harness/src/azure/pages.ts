import type { Fault } from "./faults.ts";
import { Refusal } from "./refusal.ts";

function badParameter(message: string): Refusal {
  return new Refusal(400, "BadParameter", message);
}

/**
 * A page as the vault gives it: at most 25 entries, and the whole address of the next one, with its port.
 * https://learn.microsoft.com/rest/api/keyvault/secrets/get-secrets/get-secrets
 */
export function page(
  all: readonly unknown[],
  limit: number,
  query: URLSearchParams,
  address: string,
  fault: Fault | undefined,
): Record<string, unknown> {
  const asked = query.get("maxresults");
  if (asked !== null && !/^([1-9]|1[0-9]|2[0-5])$/.test(asked)) throw badParameter("maxresults must be from 1 to 25.");
  const size = Math.min(asked === null ? 25 : Number(asked), limit);
  const token = query.get("$skiptoken");
  const start = token === null ? 0 : readToken(token);
  const link = (offset: number) => {
    const skip = Buffer.from(`at ${offset}`).toString("base64url");
    const rest = asked === null ? "" : `&maxresults=${asked}`;
    return `${address}?api-version=${query.get("api-version")}&$skiptoken=${skip}${rest}`;
  };
  if (fault?.kind === "empty-page") return { value: [], nextLink: link(start) };
  const value = all.slice(start, start + size);
  if (fault?.kind === "cyclic-token") return { value, nextLink: link(start) };
  if (fault?.kind === "next-link") return { value, nextLink: fault.link };
  return { value, nextLink: start + size < all.length ? link(start + size) : null };
}

function readToken(token: string): number {
  const [, offset] = /^at ([0-9]+)$/.exec(Buffer.from(token, "base64url").toString("latin1")) ?? [];
  if (offset === undefined) throw badParameter("The skiptoken is invalid.");
  return Number(offset);
}
