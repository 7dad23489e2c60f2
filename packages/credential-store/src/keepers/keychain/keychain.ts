import { randomBytes } from "node:crypto";
import { KEY_BYTES, keyFromText } from "../../cipher.ts";
import { askProcess } from "../../helper/ask-process.ts";
import { ownScript } from "../../helper/own-script.ts";
import { keeperProblem, problem } from "../../problem.ts";
import type { KeeperKind, KeeperWorld } from "../keeper.ts";
import {
  KEYCHAIN_REFUSALS,
  type KeychainAnswer,
  type KeychainQuestion,
  type KeychainRefusal,
  SERVICE,
} from "./protocol.ts";

const TEXT = "keychain";

const REFUSALS: Readonly<Record<KeychainRefusal, readonly [message: string, hint: string]>> = {
  absent: [
    "there is no keychain in this session (no Secret Service on the session bus)",
    "start it in a desktop session, or take another keeper where nobody logs in: systemd-creds, key-file",
  ],
  locked: ["the keychain is locked, and was not unlocked", "unlock it, then try again"],
  ambiguous: ["the keychain holds several entries for one key", `leave one of those of the service ${SERVICE}`],
  uninstalled: [
    "the keychain's library is not installed for this platform",
    "install again without leaving out optional packages, or take another keeper",
  ],
  silent: ["the keychain did not answer in time", "look whether it asks for a password somewhere, then try again"],
  failed: ["the keychain refused the call", "look at the keychain's own log, or take another keeper"],
};

/** `keychain`: macOS Keychain, Windows Credential Manager, or the Secret Service of a Linux desktop. */
export const keychainKeeper: KeeperKind = {
  parse: (rest) => (rest === "" ? {} : undefined),
  make(_, world) {
    const call = async (question: KeychainQuestion): Promise<Buffer | undefined> => {
      const answer = await ask(question, world);
      if (answer.ok) return answer.key === undefined ? undefined : keyFromText(answer.key);
      if (answer.why === "silent") throw problem("unavailable", `keeper ${TEXT}`, ...REFUSALS.silent);
      throw keeperProblem(TEXT, ...REFUSALS[answer.why]);
    };
    return {
      text: TEXT,
      async create(account) {
        const key = randomBytes(KEY_BYTES);
        await call({ operation: "set", account, key: key.toString("base64") });
        return { key, with: {}, undo: async () => void (await call({ operation: "delete", account })) };
      },
      async recall(account) {
        const key = await call({ operation: "get", account });
        if (key) return key;
        throw keeperProblem(
          TEXT,
          "the keychain does not hold the key of this store",
          `it belongs to another machine or user, or its entry of the service ${SERVICE} was deleted: log in anew`,
        );
      },
      release: async (account) => void (await call({ operation: "delete", account })),
    };
  },
};

async function ask(question: KeychainQuestion, { env, limitMs }: KeeperWorld): Promise<KeychainAnswer> {
  const script = ownScript("keychain-process");
  const args = ["--disable-warning=ExperimentalWarning", script];
  const input = JSON.stringify(question);
  const answer = await askProcess({ command: process.execPath, args, env, input, limitMs });
  if (answer.kind === "late") return { ok: false, why: "silent" };
  const parsed = answer.kind === "ended" && answer.code === 0 ? parse(answer.output) : undefined;
  answer.kind === "ended" && answer.output.fill(0);
  return parsed ?? { ok: false, why: "failed" };
}

function parse(output: Buffer): KeychainAnswer | undefined {
  try {
    const { ok, key, why } = JSON.parse(output.toString("utf8")) as { ok?: unknown; key?: unknown; why?: unknown };
    if (ok === true) return typeof key === "string" ? { ok, key } : { ok };
    const refusal = KEYCHAIN_REFUSALS.find((each) => each === why);
    return refusal === undefined ? undefined : { ok: false, why: refusal };
  } catch {
    return undefined;
  }
}
