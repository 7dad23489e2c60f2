import { claim, expectCode } from "../../servers/scenario.ts";
import type { Sandbox } from "../sandbox.ts";
import { CARGO, putCargo } from "./files.ts";
import type { RecipeTrial } from "./trial.ts";

const LINE = "p\"a$s'\\&€ %";
const PACKAGES = ["restic"];

/** Makes a repository without Keyferry; gives what claims that the cargo is in it. */
export async function makeRepository(
  sandbox: Sandbox,
  password: string,
  options: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<() => Promise<void>> {
  // From a file the password is read whole, from standard input its first line.
  const line = ["sh", "-c", 'cat | restic --no-cache --password-file=/dev/stdin "$@"', "restic", ...options];
  const restic = async (...args: readonly string[]) =>
    expectCode(await sandbox.program([...line, ...args], { env, input: password }), 0);
  await restic("init");
  return async () => {
    const text = await restic("dump", "latest", "/cargo.txt");
    claim(text.includes(CARGO), "the snapshot does not hold the cargo");
  };
}

/** A repository in a bucket of this server. */
const inS3 = (service: "s3" | "seaweedfs"): RecipeTrial => ({
  name: service === "s3" ? "restic-s3" : `restic-s3-${service}`,
  recipe: "restic-s3",
  service,
  packages: PACKAGES,
  alphabet: LINE,
  async job(stage) {
    await putCargo(stage);
    const { account, server, ca } = stage;
    const { systemName, password } = account;
    const host = `127.0.0.1:${server.ports.https}`;
    const options = [`--cacert=${ca}`, "--option=s3.region=eu-west-1", `--repo=s3:https://${host}/bucket/backup`];
    const env = { AWS_ACCESS_KEY_ID: systemName, AWS_SECRET_ACCESS_KEY: password };
    return {
      literals: {
        "cloud.host": host,
        "cloud.region": "eu-west-1",
        "cloud.bucket": "bucket",
        "cloud.path": "backup",
      },
      secrets: { "cloud.username": systemName, "cloud.password": password, "restic.password": password },
      args: ["--no-cache", `--cacert=${ca}`, "backup", "cargo.txt"],
      // A login of the person's own environment does not count.
      env: { AWS_ACCESS_KEY_ID: "another", AWS_SECRET_ACCESS_KEY: "another", MINIO_ACCESS_KEY: "another" },
      prove: await makeRepository(stage.sandbox, password, options, env),
      login: "cloud.password",
    };
  },
});

export const RESTIC_TRIALS: readonly RecipeTrial[] = [
  {
    name: "restic",
    recipe: "restic",
    packages: PACKAGES,
    alphabet: LINE,
    async job(stage) {
      await putCargo(stage);
      const { password } = stage.account;
      return {
        literals: { "restic.repository": "repository" },
        secrets: { "restic.password": password },
        args: ["--no-cache", "backup", "cargo.txt"],
        prove: await makeRepository(stage.sandbox, password, ["--repo=repository"]),
        login: "restic.password",
      };
    },
  },
  inS3("s3"),
  inS3("seaweedfs"),
];
