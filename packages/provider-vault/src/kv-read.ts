import { type Address, type CallContext, type FetchOutcome, ProviderError } from "@keyferry/core/provider";
import { dataOf, instantOf, isRecord, unfit } from "./answers.ts";
import type { VaultApi } from "./api.ts";
import { parseExactly } from "./exact-json.ts";
import { absent, type KvMount, type KvVersion } from "./kv-mount.ts";
import { encodePath } from "./path.ts";

type Success = FetchOutcome & { readonly ok: true };

/** A pinned version is a number: https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2#read-secret-version */
function readPin(version: string | undefined): string | undefined {
  if (version === undefined || /^[1-9][0-9]{0,15}$/.test(version)) return version;
  throw new ProviderError({
    code: "invalid-address",
    message: "a version of Vault's is a whole number from 1 on",
    hint: "write it as ?version=3",
  });
}

function record(of: unknown): Success["payload"] {
  if (!isRecord(of)) return unfit("the answer holds no record of keys and values");
  return { kind: "fields", json: JSON.stringify(of) };
}

async function readFirst(
  api: VaultApi,
  mount: KvMount,
  { name, version }: Address,
  context: CallContext,
): Promise<Success> {
  if (version !== undefined) {
    throw new ProviderError({
      code: "unsupported",
      message: "the mount is a KV secrets engine of version 1, which keeps no versions",
      hint: "leave the version out",
    });
  }
  const reading = await api.read(`${mount.path}/${encodePath(name)}`, context);
  if (!reading.found) throw absent(reading);
  const answer = parseExactly(reading.body) ?? unfit("the answer is no JSON object");
  return { ok: true, payload: record(answer.data) };
}

async function readSecond(
  api: VaultApi,
  mount: KvMount,
  { name, version }: Address,
  context: CallContext,
): Promise<Success> {
  const query = version === undefined ? "" : `?version=${version}`;
  const reading = await api.read(`${mount.path}/data/${encodePath(name)}${query}`, context);
  if (!reading.found) throw absent(reading);
  const { data, metadata } = dataOf(parseExactly(reading.body) ?? unfit("the answer is no JSON object"));
  if (!isRecord(metadata)) return unfit("the answer says nothing of the version that it is of");
  const given = JSON.stringify(metadata.version) ?? "";
  if (!/^[1-9][0-9]*$/.test(given)) return unfit("the answer says nothing of the version that it is of");
  if (version !== undefined && given !== version)
    return unfit("the answer is of another version than the one asked for");
  // Set where versions are deleted of themselves after a time.
  const expiresAt = instantOf(metadata.deletion_time);
  return { ok: true, payload: record(data), version: given, ...(expiresAt === undefined ? {} : { expiresAt }) };
}

/** Reads one secret. Throws a `ProviderError`. */
export async function readSecret(
  api: VaultApi,
  mount: KvMount,
  address: Address,
  context: CallContext,
): Promise<Success> {
  readPin(address.version);
  const read = (version: KvVersion) => (version === 1 ? readFirst : readSecond)(api, mount, address, context);
  return mount.run(read, context);
}
