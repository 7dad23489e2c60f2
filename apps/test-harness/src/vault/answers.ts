import { randomUUID } from "node:crypto";
import type { Answer } from "../http/send.ts";

function json(status: number, body: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { "content-type": "application/json", "cache-control": "no-store", ...headers }, body };
}

/** A success, or a 404 with data; `data` and `auth` are JSON texts, so that numbers keep their digits. */
export function result(data: string, more: { readonly auth?: string; readonly status?: number } = {}): Answer {
  const head = `"request_id":"${randomUUID()}","lease_id":"","renewable":false,"lease_duration":0`;
  const tail = `"wrap_info":null,"warnings":null,"auth":${more.auth ?? "null"}`;
  return json(more.status ?? 200, `{${head},"data":${data},${tail}}\n`);
}

/** https://developer.hashicorp.com/vault/api-docs#error-response */
export function errors(status: number, ...texts: readonly string[]): Answer {
  return json(status, `${JSON.stringify({ errors: texts })}\n`);
}

/** An empty list and a missing secret look alike. */
export const NOTHING = errors(404);

export const NO_CONTENT: Answer = { status: 204, headers: { "cache-control": "no-store" }, body: "" };

/** What a version 2 mount says to a request in the form of version 1. */
export function versionedEngine(): Answer {
  const warning =
    "Invalid path for a versioned K/V secrets engine. See the API docs for the appropriate API endpoints to use.";
  const body = { request_id: randomUUID(), lease_id: "", renewable: false, lease_duration: 0, data: null };
  return json(404, JSON.stringify({ ...body, wrap_info: null, warnings: [warning], auth: null }));
}

export function throttled(retryAfter: string | number | undefined): Answer {
  const quota = 'request path "secret/data/x": rate limit quota exceeded';
  const answer = errors(429, quota);
  return retryAfter === undefined
    ? answer
    : { ...answer, headers: { ...answer.headers, "retry-after": String(retryAfter) } };
}

/** An answer in place of a result: thrown by whatever notices that one is due. */
export class Refused extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super("refused");
    this.answer = answer;
  }
}

export function denied(): Refused {
  return new Refused(errors(403, "1 error occurred:\n\t* permission denied\n\n"));
}

export function noRoute(path: string): Refused {
  return new Refused(errors(404, `no handler for route "${path}". route entry not found.`));
}
