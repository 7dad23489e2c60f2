import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { basename, isAbsolute, join } from "node:path";
import { ownFile } from "@keyferry/core";
import { KEY_BYTES, keyFromText } from "../cipher.ts";
import { askProcess } from "../helper/ask-process.ts";
import { keeperProblem, problem } from "../problem.ts";
import type { KeeperKind, KeeperWorld } from "./keeper.ts";
import { isPath } from "./key-file.ts";

const PROGRAM = "/usr/bin/systemd-creds";
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/;
const LIMIT_MS = 30_000;

/**
 * `systemd-creds:NAME`: the key comes as a credential of the unit (`LoadCredentialEncrypted=NAME`, in `$CREDENTIALS_DIRECTORY`).
 * `systemd-creds:/path/NAME.cred`: the same, and outside of a unit the encrypted file is opened by systemd-creds, which needs root
 * where the host's key seals it. https://www.freedesktop.org/software/systemd/man/latest/systemd-creds.html
 */
export const systemdCredsKeeper: KeeperKind = {
  parse(rest) {
    if (NAME.test(rest)) return { name: rest };
    return isPath(rest) ? { name: basename(rest).replace(/\.cred$/, ""), file: rest } : undefined;
  },
  make({ name = "", file }, world) {
    if (!NAME.test(name) || (file !== undefined && !isPath(file))) return undefined;
    const text = `systemd-creds:${file ?? name}`;
    const recorded = { name, ...(file === undefined ? {} : { file }) };
    const keyOf = (bytes: Buffer | undefined): Buffer | undefined => {
      if (bytes === undefined) return undefined;
      const key = keyFromText(bytes.toString("latin1"));
      bytes.fill(0);
      if (key) return key;
      throw keeperProblem(text, "the credential holds no key", "a key is 32 bytes as base64: openssl rand -base64 32");
    };
    const find = async (): Promise<Buffer | undefined> => {
      const delivered = await readDelivered(name, world);
      if (delivered !== undefined || file === undefined) return keyOf(delivered);
      const encrypted = await ownFile(file, world.env).read();
      return encrypted && keyOf(await run(text, ["decrypt", `--name=${name}`, "-", "-"], encrypted));
    };
    const absent = () =>
      keeperProblem(
        text,
        `systemd delivers no credential ${name} here${file === undefined ? "" : `, and there is no ${file}`}`,
        `give the unit LoadCredentialEncrypted=${name}:${file ?? "PATH"}, or start it as root`,
      );
    return {
      text,
      async create() {
        const found = await find();
        if (found) return { key: found, with: recorded };
        if (file === undefined) throw absent();
        const key = randomBytes(KEY_BYTES);
        const plain = Buffer.from(`${key.toString("base64")}\n`);
        const encrypted = await run(text, ["encrypt", `--name=${name}`, "-", "-"], plain);
        await ownFile(file, world.env).create(encrypted.toString("latin1"));
        return { key, with: recorded };
      },
      async recall() {
        const key = await find();
        if (key) return key;
        throw absent();
      },
      release: async () => {},
    };
  },
};

/**
 * Reads a credential from the unit's folder, where systemd puts a small file for each, which only the unit's user and
 * root can read.
 */
async function readDelivered(name: string, { env }: KeeperWorld): Promise<Buffer | undefined> {
  const folder = env.CREDENTIALS_DIRECTORY;
  if (folder === undefined || !isAbsolute(folder)) return undefined;
  try {
    const handle = await open(join(folder, name), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const { size } = await handle.stat();
      return size > 4_096 ? Buffer.alloc(0) : await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT") return undefined;
    return Buffer.alloc(0);
  }
}

async function run(text: string, args: readonly string[], input: Buffer): Promise<Buffer> {
  const env = { PATH: "/usr/bin:/bin", LC_ALL: "C" };
  const answer = await askProcess({ command: PROGRAM, args, env, input, limitMs: LIMIT_MS });
  input.fill(0);
  if (answer.kind === "ended" && answer.code === 0) return answer.output;
  if (answer.kind === "late") {
    throw problem("unavailable", `keeper ${text}`, "systemd-creds did not answer in 30 s", "try again later");
  }
  if (answer.kind === "absent") {
    throw keeperProblem(text, `there is no ${PROGRAM} (systemd 250 or later)`, "take another keeper on this machine");
  }
  throw keeperProblem(
    text,
    `systemd-creds could not ${args[0]} the key`,
    "run it as root on the machine whose key sealed it, or let a unit deliver the credential",
  );
}
