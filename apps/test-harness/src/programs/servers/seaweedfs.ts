import { spawnSync } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildStep } from "../../servers/build-step.ts";
import { cached, cacheFolder } from "../../servers/cache.ts";
import { freePort } from "../../servers/free-port.ts";
import { startProcess } from "../../servers/server-process.ts";
import { askS3 } from "./s3-client.ts";
import type { Ground, Service } from "./service.ts";

/** A Go module that requires SeaweedFS. Its go.mod says which version, its go.sum what must arrive. */
const MODULE = fileURLToPath(new URL("../../../servers/seaweedfs", import.meta.url));
/** The day of its commit. */
const VERSION = "2026-11-09";
const PROGRAM = "github.com/seaweedfs/seaweedfs/weed";
const ENVIRONMENT = { GOFLAGS: "-mod=readonly -buildvcs=false", GOWORK: "off", GOTOOLCHAIN: "local", CGO_ENABLED: "0" };
const NEEDS = "Go 1.26.6 or later";
const LEAST = [1, 26, 6];

/** The parts of it, each with a port for HTTP and one for gRPC. */
const PARTS = ["master", "volume", "filer", "s3"] as const;

/**
 * SeaweedFS's S3 over TLS (https://github.com/seaweedfs/seaweedfs), which refuses an object that has a customer's key without that key. Built once, in
 * minutes. Its flags are those that `weed server -h` names; reports to its makers are off.
 */
export const seaweedfs: Service = {
  id: "seaweedfs",
  product: `SeaweedFS of ${VERSION}`,
  packages: [],
  lacks() {
    const { stdout } = spawnSync("go", ["env", "GOVERSION"], { cwd: "/", encoding: "utf8" });
    const found = /^go(\d+)\.(\d+)(?:\.(\d+))?/.exec(stdout ?? "")?.slice(1) ?? [];
    const difference = LEAST.map((least, at) => Number(found[at] ?? 0) - least).find((each) => each !== 0) ?? 0;
    return difference < 0 ? NEEDS : undefined;
  },
  async start(ground) {
    const program = await install(ground);
    const folder = join(ground.folder, "seaweedfs");
    await mkdir(folder, { mode: 0o700 });
    const { systemName: accessKey, password: secretKey } = ground.account;
    const actions = ["Admin", "Read", "Write", "List"];
    const config = { identities: [{ name: "account", credentials: [{ accessKey, secretKey }], actions }] };
    await writeFile(join(folder, "s3.json"), JSON.stringify(config), { mode: 0o600 });
    const ports = new Map<string, number>();
    for (const part of PARTS.flatMap((name) => [`${name}.port`, `${name}.port.grpc`]))
      ports.set(part, await freePort());
    const https = ports.get("s3.port") ?? 0;
    const words = [
      ...["-logtostderr=true", "server", "-dir=.", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-master.telemetry=false"],
      ...["-volume.max=20", "-master.volumeSizeLimitMB=64", "-filer", "-filer.localSocket=filer.sock"],
      ...["-s3", "-s3.localSocket=s3.sock", "-s3.port.iceberg=0", "-s3.port.lance=0", "-s3.config=s3.json"],
      ...[`-s3.cert.file=${ground.tls.cert}`, `-s3.key.file=${ground.tls.key}`],
      ...[...ports].map(([flag, port]) => `-${flag}=${port}`),
    ];
    const stop = await startProcess({
      // It puts its index into its working folder.
      command: "/bin/sh",
      args: ["-c", 'cd "$1" && shift && exec "$@"', "sh", folder, program, ...words],
      log: join(ground.logs, "seaweedfs.log"),
      // The bucket of the trials: it is made once all parts have found each other.
      answers: async () => [200, 409].includes((await askS3(ground, https, "PUT", "/bucket")).status),
    });
    return {
      ports: { https },
      facts: { home: folder },
      async stop() {
        await stop();
        // Whatever it is told of folders, these lie there, and some of them stay.
        const sockets = PARTS.map((name) => `/tmp/seaweedfs-${name}-grpc-${ports.get(`${name}.port.grpc`)}.sock`);
        await Promise.all(sockets.map((socket) => rm(socket, { force: true })));
      },
    };
  },
};

async function install({ logs }: Ground): Promise<string> {
  const folder = await cached(cacheFolder(process.env), `seaweedfs-${VERSION}`, (made) =>
    buildStep({
      command: "go",
      args: ["build", "-p", "2", "-trimpath", "-ldflags=-s -w", "-o", join(made, "weed"), PROGRAM],
      cwd: MODULE,
      env: ENVIRONMENT,
      needs: NEEDS,
      log: join(logs, "seaweedfs-build.log"),
      tries: 3,
    }),
  );
  return join(folder, "weed");
}
