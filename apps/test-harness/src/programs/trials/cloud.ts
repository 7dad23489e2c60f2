import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { claim } from "../../servers/scenario.ts";
import { askS3 } from "../servers/s3-client.ts";
import { readObject } from "../servers/s3-objects.ts";
import { CARGO, putCargo } from "./files.ts";
import type { Job, RecipeTrial, Stage } from "./trial.ts";

const LINE = "p\"a$s'\\&€ %";
const KEY = "p\"a$s'\\& %";

/** Claims that an object lies on our server encrypted with the key of the run. */
async function isEncrypted({ server, account }: Stage, name: string): Promise<void> {
  const home = server.facts?.home ?? "";
  const file = await readFile(join(home, name)).catch(() => Buffer.alloc(0));
  claim(!file.includes(CARGO), "the object is not encrypted");
  const object = await readObject(home, name, Buffer.from(account.sseKey)).catch(() => undefined);
  claim(object?.toString() === CARGO, "the object is not what was sent, or not under the key");
}

/** Claims of a server that is not ours that it gives the object for the key of the run, not without it, and keeps it encrypted. */
async function isRefusedWithoutKey({ server, account, ca }: Stage, name: string): Promise<void> {
  const ask = (key?: Buffer) => askS3({ account, tls: { ca } }, server.ports.https ?? 0, "GET", `/${name}`, key);
  const found = await ask(Buffer.from(account.sseKey));
  claim(found.status === 200 && found.body === CARGO, "the object is not what was sent, or not under the key");
  for (const answer of [await ask(), await ask(Buffer.alloc(32))]) {
    claim(answer.status >= 400 && !answer.body.includes(CARGO), "the object is given without its key");
  }
  const home = server.facts?.home ?? "";
  for (const file of await readdir(home, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    claim(!(await readFile(join(file.parentPath, file.name))).includes(CARGO), "the object is not encrypted");
  }
}

interface Upload {
  readonly recipe: string;
  readonly program: string;
  args(stage: Stage, object: string): Job["args"];
}

const SERVERS = { s3: isEncrypted, seaweedfs: isRefusedWithoutKey } as const;

const upload = (service: keyof typeof SERVERS, { recipe, program, args }: Upload): RecipeTrial => {
  const name = service === "s3" ? recipe : `${recipe}-${service}`;
  const object = `bucket/${name}.txt`;
  return {
    name,
    recipe,
    service,
    packages: [program],
    alphabet: `secret key ${LINE}, SSE-C key ${KEY}`,
    async job(stage) {
      await putCargo(stage);
      const { account, server } = stage;
      return {
        literals: { "cloud.host": `127.0.0.1:${server.ports.https}`, "cloud.region": "eu-west-1" },
        secrets: {
          "cloud.username": account.systemName,
          "cloud.password": account.password,
          "cloud.sse-c-key": account.sseKey,
        },
        args: args(stage, object) ?? [],
        prove: () => SERVERS[service](stage, object),
        login: "cloud.password",
      };
    },
  };
};

const AWS: Upload = {
  recipe: "aws-s3",
  program: "awscli",
  args: ({ ca }, object) => ["cp", "cargo.txt", `s3://${object}`, `--ca-bundle=${ca}`],
};

const RCLONE: Upload = {
  recipe: "rclone-s3",
  program: "rclone",
  args: ({ ca }, object) => [
    ...["--retries=1", "--low-level-retries=1", "--ca-cert", ca],
    ...["copyto", "cargo.txt", `server:${object}`],
  ],
};

export const CLOUD_TRIALS: readonly RecipeTrial[] = [
  upload("s3", AWS),
  upload("seaweedfs", AWS),
  upload("s3", RCLONE),
  upload("seaweedfs", RCLONE),
];
