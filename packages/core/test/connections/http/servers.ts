import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Socket,
  type Server as TcpServer,
} from "node:net";
import { generate } from "selfsigned";

export interface Running extends AsyncDisposable {
  readonly port: number;
}

/** Starts a server on loopback; disposing it ends its connections. */
async function start(server: TcpServer, path?: string): Promise<Running> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.once("close", () => sockets.delete(socket));
  });
  if (path === undefined) server.listen(0, "127.0.0.1");
  else server.listen(path);
  await once(server, "listening");
  return {
    port: path === undefined ? (server.address() as AddressInfo).port : 0,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

export const http = (listener: RequestListener, path?: string) => start(createServer(listener), path);

/** Answers each connection with these bytes, whatever it asks, and ends it. */
export const raw = (bytes: string, end = true) =>
  start(
    createTcpServer((socket) => {
      socket.once("data", () => {
        socket.write(bytes);
        if (end) socket.end();
      });
    }),
  );

export type Pair = Awaited<ReturnType<typeof certificate>>;

/** A self-signed certificate for a DNS name and an address, made anew for each test. */
export function certificate(
  name: string,
  address?: string,
  options: { notAfterDate?: Date; notBeforeDate?: Date; clientCertificate?: true } = {},
) {
  const altNames = [
    { type: 2 as const, value: name },
    ...(address === undefined ? [] : [{ type: 7 as const, ip: address }]),
  ];
  return generate([{ name: "commonName", value: name }], {
    keyType: "ec",
    algorithm: "sha256",
    extensions: [
      { name: "basicConstraints", cA: true },
      { name: "subjectAltName", altNames },
    ],
    ...options,
  });
}

export const tls = (
  pair: { private: string; cert: string },
  listener: RequestListener,
  options: Parameters<typeof createTlsServer>[0] = {},
) => start(createTlsServer({ key: pair.private, cert: pair.cert, ...options }, listener));

/** A proxy that records what it is asked. */
export async function proxy(allow: (header: string | undefined) => boolean = () => true) {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.host}`);
    response.end("by the proxy");
  });
  server.on("connect", (request, client: Socket) => {
    asked.push(`CONNECT ${request.url} ${request.headers["proxy-authorization"] ?? "no login"}`);
    if (!allow(request.headers["proxy-authorization"])) return client.end("HTTP/1.1 407 Login\r\n\r\n");
    const [host = "", port = ""] = (request.url ?? "").split(":");
    const upstream = connect(Number(port), host, () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on("error", () => client.destroy());
    client.on("error", () => upstream.destroy());
    return undefined;
  });
  return { asked, ...(await start(server)) };
}
