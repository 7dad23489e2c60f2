import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { claim } from "../../servers/scenario.ts";
import { readObject } from "../servers/s3-objects.ts";
import { CARGO, putCargo } from "./files.ts";
import type { Job, RecipeTrial, Stage } from "./trial.ts";

const LINE = "p\"a$s'\\&€ %";
const KEY = "p\"a$s'\\& %";

/** Claims that an object lies on the server encrypted with the key of the run. */
async function isEncrypted({ server, account }: Stage, name: string): Promise<void> {
  const home = server.facts?.home ?? "";
  const file = await readFile(join(home, name)).catch(() => Buffer.alloc(0));
  claim(!file.includes(CARGO), "the object is not encrypted");
  const object = await readObject(home, name, Buffer.from(account.sseKey)).catch(() => undefined);
  claim(object?.toString() === CARGO, "the object is not what was sent, or not under the key");
}

const upload = (name: string, recipe: string, program: string, args: (stage: Stage) => Job["args"]): RecipeTrial => ({
  name,
  recipe,
  service: "s3",
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
      args: args(stage) ?? [],
      prove: () => isEncrypted(stage, `bucket/${name}.txt`),
      login: "cloud.password",
    };
  },
});

export const CLOUD_TRIALS: readonly RecipeTrial[] = [
  upload("aws-s3", "aws-s3", "awscli", ({ ca }) => ["cp", "cargo.txt", "s3://bucket/aws-s3.txt", `--ca-bundle=${ca}`]),
  upload("rclone-s3", "rclone-s3", "rclone", ({ ca }) => [
    ...["--retries=1", "--low-level-retries=1", "--ca-cert", ca],
    ...["copyto", "cargo.txt", "server:bucket/rclone-s3.txt"],
  ]),
];
