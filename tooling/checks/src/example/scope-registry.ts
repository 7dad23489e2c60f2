import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { basename } from "node:path";
import type { Tarball } from "../pack/tarball.ts";

/** A registry on loopback that serves the packed packages of one scope, and nothing else. */
export interface ScopeRegistry extends AsyncDisposable {
  /** The npm setting that points the scope to it. */
  readonly setting: string;
}

/** Serves tarballs as a registry does (https://github.com/npm/registry/blob/main/docs/responses/package-metadata.md). */
export async function startScopeRegistry(scope: string, tarballs: readonly Tarball[]): Promise<ScopeRegistry> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? "").slice(1);
    const file = tarballs.find((tarball) => path === `-/${basename(tarball.file)}`);
    const named = tarballs.find(({ name }) => path === name);
    if (file) response.end(readFileSync(file.file));
    else if (named) response.setHeader("content-type", "application/json").end(packument(named, origin()));
    else response.writeHead(404).end("{}");
  });
  const origin = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    setting: `--${scope}:registry=${origin()}/`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function packument({ name, file, manifest }: Tarball, origin: string): string {
  const integrity = `sha512-${createHash("sha512").update(readFileSync(file)).digest("base64")}`;
  const { version } = manifest;
  const dist = { tarball: `${origin}/-/${basename(file)}`, integrity };
  return JSON.stringify({ name, "dist-tags": { latest: version }, versions: { [version]: { ...manifest, dist } } });
}
