/** One request of the SDK, as it leaves its pipeline. */
export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The answer that goes back into the pipeline. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Sends a request in the SDK's place. What it throws passes through the SDK as it is. */
export type Send = (request: WireRequest) => Promise<WireAnswer>;

/** What frames the message is the sender's own work, and bodies come as they are. */
const OWN = new Set(["accept-encoding", "connection", "content-length", "host"]);

export function sentHeaders({ headers }: WireRequest): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OWN.has(name.toLowerCase())));
}
