import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Pair } from "./certificates.ts";

/** A server on a free port of 127.0.0.1. */
export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

/** Starts an HTTP server, or with a certificate an HTTPS one. */
export async function serve(listener: RequestListener, tls?: Pair): Promise<Listening> {
  const server: Server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  // A client must not meet a connection that the server is just about to give up.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((ready, failed) => server.once("error", failed).listen(0, "127.0.0.1", ready));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
