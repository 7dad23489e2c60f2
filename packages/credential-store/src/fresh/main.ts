/** A fresh process that opens a sealed login just like any later run, and answers with its digest. */
import { isKeyferryError } from "@keyferry/core";
import { createCredentialStore } from "../create.ts";
import { readInput } from "../helper/read-input.ts";
import { digestOf, type FreshAnswer, type FreshQuestion } from "./protocol.ts";

const answer = await answerTo((await readInput()) as FreshQuestion);
process.stdout.write(JSON.stringify(answer), () => process.exit(0));

async function answerTo(question: FreshQuestion): Promise<FreshAnswer> {
  const { place, connection, limitMs, passphrase, challenge } = question;
  // The asking process has already read the passphrase's descriptor.
  const env = { ...place.env, KEYFERRY_PASSPHRASE_FD: undefined };
  const said = passphrase === undefined ? {} : { askPassphrase: async () => passphrase };
  try {
    const store = createCredentialStore({ ...place, env }, { limitMs, ...said });
    return { ok: true, digest: digestOf(await store.open(connection), challenge) };
  } catch (thrown) {
    return { ok: false, failures: isKeyferryError(thrown) ? thrown.failures : [] };
  }
}
