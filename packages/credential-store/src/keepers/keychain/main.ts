/**
 * A separate process for the one call into the keychain: the library blocks while the keychain hangs, and a process can
 * be killed.
 */
import { readInput } from "../../helper/read-input.ts";
import { type KeychainAnswer, type KeychainQuestion, SERVICE } from "./protocol.ts";
import { keychainRefusal } from "./refusal.ts";

const answer = await answerTo((await readInput()) as KeychainQuestion);
process.stdout.write(JSON.stringify(answer), () => process.exit(0));

async function answerTo({ operation, account, key }: KeychainQuestion): Promise<KeychainAnswer> {
  let library: typeof import("@napi-rs/keyring");
  try {
    library = await import("@napi-rs/keyring");
  } catch {
    return { ok: false, why: "uninstalled" };
  }
  try {
    // Pinned: without it the library falls back to the kernel's keyring, which forgets at the next start.
    const entry = new library.Entry(SERVICE, account, { linux: { store: "secret-service" } });
    if (operation === "set") entry.setSecret(Buffer.from(key ?? "", "base64"));
    if (operation === "delete") entry.deleteCredential();
    const found = operation === "get" ? entry.getSecret() : null;
    return found ? { ok: true, key: Buffer.from(found).toString("base64") } : { ok: true };
  } catch (thrown) {
    return { ok: false, why: keychainRefusal(thrown instanceof Error ? thrown.message : "") };
  }
}
