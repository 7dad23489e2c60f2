import { claim, expectCode } from "../../servers/scenario.ts";
import { CARGO, putCargo } from "./files.ts";
import type { RecipeTrial, Stage } from "./trial.ts";

const LINE = "p\"a$s'\\&€ %";
const PACKAGES = ["restic"];

/** restic without Keyferry, for what is not tried. */
async function bare(
  { sandbox, account }: Stage,
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<string> {
  return expectCode(await sandbox.program(["restic", "--no-cache", ...args], { env, input: account.password }), 0);
}

export const RESTIC_TRIALS: readonly RecipeTrial[] = [
  {
    name: "restic",
    recipe: "restic",
    packages: PACKAGES,
    alphabet: LINE,
    async job(stage) {
      await putCargo(stage);
      const restic = (...args: readonly string[]) => bare(stage, {}, "--repo=repository", ...args);
      await restic("init");
      return {
        literals: { "restic.repository": "repository" },
        secrets: { "restic.password": stage.account.password },
        args: ["--no-cache", "backup", "cargo.txt"],
        prove: async () =>
          claim((await restic("dump", "latest", "/cargo.txt")).includes(CARGO), "the snapshot does not hold the cargo"),
        login: "restic.password",
      };
    },
  },
  {
    name: "restic-s3",
    recipe: "restic-s3",
    service: "s3",
    packages: PACKAGES,
    alphabet: LINE,
    async job(stage) {
      await putCargo(stage);
      const { account, server, ca } = stage;
      const host = `127.0.0.1:${server.ports.https}`;
      const env = { AWS_ACCESS_KEY_ID: account.systemName, AWS_SECRET_ACCESS_KEY: account.password };
      const restic = (...args: readonly string[]) =>
        bare(
          stage,
          env,
          `--cacert=${ca}`,
          "--option=s3.region=eu-west-1",
          `--repo=s3:https://${host}/bucket/backup`,
          ...args,
        );
      await restic("init");
      return {
        literals: {
          "cloud.host": host,
          "cloud.region": "eu-west-1",
          "cloud.bucket": "bucket",
          "cloud.path": "backup",
        },
        secrets: {
          "cloud.username": account.systemName,
          "cloud.password": account.password,
          "restic.password": account.password,
        },
        args: ["--no-cache", `--cacert=${ca}`, "backup", "cargo.txt"],
        // A login of the person's own environment does not count.
        env: { AWS_ACCESS_KEY_ID: "another", AWS_SECRET_ACCESS_KEY: "another", MINIO_ACCESS_KEY: "another" },
        prove: async () =>
          claim((await restic("dump", "latest", "/cargo.txt")).includes(CARGO), "the snapshot does not hold the cargo"),
        login: "cloud.password",
      };
    },
  },
];
