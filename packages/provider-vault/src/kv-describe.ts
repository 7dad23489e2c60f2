import { type Address, type CallContext, ProviderError, type RemoteSecret } from "@keyferry/core/provider";
import { dataOf, instantOf, isRecord, type JsonRecord, parseAnswer, textOf, unfit } from "./answers.ts";
import type { VaultApi } from "./api.ts";
import { NOT_FOUND } from "./error-table.ts";
import { folderOf, listFolder } from "./folder.ts";
import { absent, type KvMount } from "./kv-mount.ts";
import { encodePath } from "./path.ts";

/** The `description` that a person gave to the secret, or else all that was noted of it. */
function descriptionOf(custom: unknown): string | undefined {
  if (!isRecord(custom)) return undefined;
  const notes = Object.entries(custom).flatMap(([name, note]) => {
    const text = textOf(note);
    return text === undefined ? [] : [{ name, text }];
  });
  const own = notes.find(({ name }) => name.toLowerCase() === "description");
  return own?.text ?? textOf(notes.map(({ name, text }) => `${name}: ${text}`).join(", "));
}

/** Whether Vault hands a version out; `undefined` of one that it says nothing of. */
function isThere(version: unknown, now: number): boolean | undefined {
  if (!isRecord(version)) return undefined;
  const deleted = instantOf(version.deletion_time);
  return version.destroyed !== true && (deleted === undefined || Date.parse(deleted) > now);
}

function toRemoteSecret(name: string, data: JsonRecord, now: number): RemoteSecret {
  const versions = isRecord(data.versions) ? data.versions : unfit("the answer says nothing of the secret's versions");
  const numbers = Object.keys(versions).filter((number) => /^[1-9][0-9]*$/.test(number));
  const current = versions[String(data.current_version)];
  const description = descriptionOf(data.custom_metadata);
  const updatedAt = instantOf(isRecord(current) ? current.created_time : data.updated_time);
  const enabled = isThere(current, now);
  const expiresAt = enabled === true && isRecord(current) ? instantOf(current.deletion_time) : undefined;
  const readable = numbers.filter((number) => isThere(versions[number], now)).sort((a, b) => Number(b) - Number(a));
  return {
    name,
    ...(description === undefined ? {} : { description }),
    ...(updatedAt === undefined ? {} : { updatedAt }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(readable.length === 0 ? {} : { versions: readable }),
  };
}

/**
 * What Vault says of a secret without its value: the metadata of KV version 2
 * (https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2#read-secret-metadata). Version 1 keeps none: there the
 * folder's list says that the name exists. Throws a `ProviderError`.
 */
export function describeSecret(
  api: VaultApi,
  mount: KvMount,
  { name }: Address,
  context: CallContext,
): Promise<RemoteSecret> {
  return mount.run(async (version) => {
    if (version === 1) {
      const { names } = await listFolder(api, mount, folderOf(name), context);
      if (names.includes(name)) return { name };
      throw new ProviderError(NOT_FOUND);
    }
    const reading = await api.read(`${mount.path}/metadata/${encodePath(name)}`, context);
    if (!reading.found) throw absent(reading);
    const answer = parseAnswer(reading.body, "application/json") ?? unfit("the answer is no JSON object");
    return toRemoteSecret(name, dataOf(answer), Date.now());
  }, context);
}
