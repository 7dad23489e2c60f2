import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** The server of the example: one token, some secrets. */
export interface AcmeServer extends AsyncDisposable {
  readonly url: string;
}

export async function startAcmeServer(token: string, secrets: Readonly<Record<string, string>>): Promise<AcmeServer> {
  const server = createServer((request, response) => {
    const name = /^\/values\/(.+)$/.exec(request.url ?? "")?.[1];
    const value = name === undefined ? undefined : secrets[name];
    if (request.headers.authorization !== `Bearer ${token}`) response.writeHead(401).end();
    else if (request.url === "/names") response.end(JSON.stringify(Object.keys(secrets)));
    else if (value === undefined) response.writeHead(404).end();
    else response.end(value);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
