import { readFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One request as it came over the wire. */
interface SeenRequest {
  /** The call's name: the end of `x-amz-target`, or the `Action` of STS. */
  readonly call: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The body of a JSON call. */
  readonly json: Record<string, unknown>;
}

interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A reply, or whatever else the test wants to do with the connection. */
export type Handler = (request: SeenRequest, response: ServerResponse) => Reply | undefined;

/** A stored answer of AWS. */
export function fixture(name: string): string {
  return readFileSync(new URL(`../fixtures/${name}`, import.meta.url), "utf8");
}

/** An error as AWS's JSON services send it. */
export function awsError(name: string, message: string, status = 400, headers: Record<string, string> = {}): Reply {
  return { status, headers, body: JSON.stringify({ __type: name, Message: message, message }) };
}

/** A local server that answers with stored answers and remembers what it was asked. */
export async function startFixtureServer() {
  const seen: SeenRequest[] = [];
  let handler: Handler = () => ({ status: 500, body: "" });
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      const target = request.headers["x-amz-target"];
      const one: SeenRequest = {
        call:
          typeof target === "string" ? (target.split(".")[1] ?? "") : (new URLSearchParams(body).get("Action") ?? ""),
        path: request.url ?? "",
        headers: request.headers,
        body,
        json: typeof target === "string" ? JSON.parse(body) : {},
      };
      seen.push(one);
      const reply = handler(one, response);
      if (reply === undefined) return;
      const type = typeof target === "string" ? "application/x-amz-json-1.1" : "text/xml";
      response.writeHead(reply.status ?? 200, {
        "content-type": type,
        "x-amzn-requestid": "11111111-2222-3333-4444-555555555555",
        ...reply.headers,
      });
      response.end(reply.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    answer(next: Handler | Reply) {
      handler = typeof next === "function" ? next : () => next;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type FixtureServer = Awaited<ReturnType<typeof startFixtureServer>>;
