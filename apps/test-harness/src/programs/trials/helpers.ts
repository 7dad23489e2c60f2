import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { claim } from "../../servers/scenario.ts";
import { arrived, putCargo } from "./files.ts";
import { putImage } from "./image.ts";
import { type ProgramTrial, referenceTo, type Stage } from "./trial.ts";

const LINE = "p\"a$s'\\&€ %";
const LINES = "p\"a$s'(line feed)&€ %";

/** docker's helper, found by its name on the PATH, and the client that asks it (https://github.com/containers/skopeo). */
const docker = (
  name: string,
  alphabet: string,
  login: (stage: Stage) => { readonly username: string; readonly password: string },
): ProgramTrial => ({
  name,
  way: "helper docker-credential",
  program: { name: "skopeo", versionArgs: ["--version"], versionPattern: "^skopeo version (\\d+\\.\\d+\\.\\d+)" },
  service: "registry",
  packages: ["skopeo"],
  alphabet,
  loginFailed: [1],
  async job(stage) {
    const { sandbox, ca, server } = stage;
    const digest = await putImage(stage);
    const place = `localhost:${server.ports.https}`;
    const parts = ["username", "password"].map((part) => `--${part} ${referenceTo(name, part)}`).join(" ");
    const install = (origin: string) =>
      writeFile(
        join(sandbox.bin, "docker-credential-keyferry"),
        `#!/bin/sh\nexec keyferry helper docker-credential --for ${origin} ${parts} "$@"\n`,
        { mode: 0o755 },
      );
    await install(`https://${place}`);
    const [config, trusted] = [join(sandbox.work, "auth.json"), join(sandbox.work, "trusted")];
    await mkdir(trusted);
    await copyFile(ca, join(trusted, "ca.crt"));
    await writeFile(config, JSON.stringify({ credHelpers: { [place]: "keyferry" } }));
    const image = `docker://${place}/${name}:latest`;
    const inspect = `skopeo inspect --cert-dir trusted --format '{{.Digest}}' ${image}`;
    const script = `set -e
      skopeo --insecure-policy copy --quiet --dest-cert-dir trusted oci:image:latest ${image}
      skopeo --insecure-policy copy --quiet --src-cert-dir trusted ${image} oci:back:latest
      ${inspect}`;
    // Its cache lies in a home folder where it does not take itself for root.
    const env = { REGISTRY_AUTH_FILE: config, _CONTAINERS_ROOTLESS_UID: "1" };
    return {
      secrets: login(stage),
      line: ["sh", "-c", script],
      env,
      async prove({ stdout }) {
        claim(stdout.trim() === digest, "the registry has not the image that was sent");
        const [, hex = ""] = digest.split(":");
        const [there, back] = ["image", "back"].map((folder) => join(sandbox.work, folder, "blobs", "sha256", hex));
        claim((await readFile(there ?? "")).equals(await readFile(back ?? "")), "another image came back");
        await install("https://localhost:1");
        const { code } = await sandbox.program(["sh", "-c", inspect], { env });
        claim(code === 1, "the registry let somebody in whom the helper gave nothing");
        await install(`https://${place}`);
      },
      login: "password",
    };
  },
});

const git: ProgramTrial = {
  name: "git-credential",
  way: "helper git-credential",
  program: { name: "git", versionArgs: ["--version"], versionPattern: "^git version (\\d+\\.\\d+\\.\\d+)" },
  service: "git",
  packages: ["git"],
  alphabet: LINE,
  loginFailed: [128],
  async job(stage) {
    const { sandbox, account, ca, server } = stage;
    await putCargo(stage);
    const origin = `https://localhost:${server.ports.https}`;
    const reference = (part: string) => `--${part} '${referenceTo("git-credential", part)}'`;
    const helper = `!keyferry helper git-credential --for ${origin} ${reference("username")} ${reference("password")}`;
    await writeFile(
      join(sandbox.folder, "home", ".gitconfig"),
      `[user]\n  name = trial\n  email = trial@example.org\n[http]\n  sslCAInfo = ${ca}\n[credential "${origin}"]\n  helper = "${helper}"\n`,
    );
    const script = `set -e
      rm -rf pushed cloned
      git init --quiet pushed
      cp cargo.txt pushed
      cd pushed
      git add cargo.txt
      git commit --quiet --message=trial
      git push --quiet ${origin}/trial.git HEAD:refs/heads/trial
      cd ..
      git clone --quiet --branch trial ${origin}/trial.git cloned`;
    return {
      secrets: { username: account.username, password: account.password },
      line: ["sh", "-c", script],
      env: { GIT_TERMINAL_PROMPT: "0", GIT_CONFIG_NOSYSTEM: "1" },
      prove: () => arrived(join(sandbox.work, "cloned")),
      login: "password",
    };
  },
};

const aws: ProgramTrial = {
  name: "aws-credentials",
  way: "helper aws-credentials",
  program: { name: "aws", versionArgs: ["--version"], versionPattern: "^aws-cli/(\\d+\\.\\d+\\.\\d+)" },
  service: "s3",
  packages: ["awscli"],
  alphabet: LINE,
  loginFailed: [1],
  async job(stage) {
    const { sandbox, account, ca, server } = stage;
    await putCargo(stage);
    const parts = ["access-key-id", "secret-access-key"].map(
      (part) => `--${part} ${referenceTo("aws-credentials", part)}`,
    );
    const folder = join(sandbox.folder, "home", ".aws");
    await mkdir(folder);
    await writeFile(
      join(folder, "config"),
      `[profile job]\nregion = eu-west-1\ncredential_process = keyferry helper aws-credentials ${parts.join(" ")}\n`,
    );
    const endpoint = `--endpoint-url=https://127.0.0.1:${server.ports.https}`;
    const common = ["--profile=job", endpoint, `--ca-bundle=${ca}`];
    return {
      secrets: { "access-key-id": account.systemName, "secret-access-key": account.password },
      line: ["aws", "s3", "cp", "cargo.txt", "s3://bucket/by-helper.txt", ...common],
      async prove() {
        const back = ["s3", "cp", "s3://bucket/by-helper.txt", "back.txt", ...common];
        const { code } = await sandbox.program(["aws", ...back]);
        claim(code === 0, "the object could not be read back");
        await arrived(sandbox.work, "back.txt");
      },
      login: "secret-access-key",
    };
  },
};

export const HELPER_TRIALS: readonly ProgramTrial[] = [
  git,
  docker("docker-credential", LINE, ({ account: { username, password } }) => ({ username, password })),
  docker("docker-credential-lines", LINES, ({ account }) => ({
    username: account.systemName,
    password: account.lines,
  })),
  aws,
];
