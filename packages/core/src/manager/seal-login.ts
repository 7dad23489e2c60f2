import type { CredentialStore, Credentials, SealedFor, SealOptions } from "../contract/credential-store.ts";
import { isKeyferryError } from "../contract/failure.ts";
import type { ConnectionDefinition } from "../settings/model.ts";
import { STORED } from "./login-sources.ts";

/** A login that is to rest in the credential store, for `stored` sources. */
export interface NewLogin extends SealOptions {
  /** Sensitive field → text. */
  readonly credentials: Credentials;
}

/**
 * Seals a login beside the connection's other sealed fields, then saves what it is for: the keeper may ask a person, who may give
 * up. Where saving fails, the store holds again what it held before.
 */
export async function sealThenSave<T>(
  store: CredentialStore,
  [connectionId, { provider, confirmedOrigin, auth }]: readonly [id: string, definition: ConnectionDefinition],
  { credentials, ...options }: NewLogin,
  save: () => Promise<T>,
): Promise<T> {
  const binding: SealedFor = { connectionId, provider, origin: confirmedOrigin };
  const others = Object.entries(auth.sources).filter(
    ([field, source]) => source === STORED && !Object.hasOwn(credentials, field),
  );
  const kept = others.length === 0 ? {} : await store.open(binding);
  const beside = others.flatMap(([field]) => (Object.hasOwn(kept, field) ? [[field, kept[field] ?? ""]] : []));
  const former = await formerLogin(store, connectionId);
  await store.seal(binding, { ...Object.fromEntries(beside), ...credentials }, options);
  try {
    return await save();
  } catch (thrown) {
    // Why it was not saved is the news; what fails here is sealed, and goes with the next login.
    const back = former ? store.seal(former.binding, former.credentials, former.options) : store.forget(connectionId);
    await back.then(
      () => undefined,
      () => undefined,
    );
    throw thrown;
  }
}

/** Nothing where nothing is sealed, or what is sealed does not open any more. */
async function formerLogin(store: CredentialStore, id: string) {
  const entry = (await store.status())?.entries.find(({ connectionId }) => connectionId === id);
  if (entry === undefined) return undefined;
  const { connectionId, provider, origin, expiresAt } = entry;
  const binding: SealedFor = { connectionId, provider, origin };
  try {
    return { binding, credentials: await store.open(binding), options: expiresAt === undefined ? {} : { expiresAt } };
  } catch (thrown) {
    if (!isKeyferryError(thrown) || thrown.failures.some(({ code }) => code === "cancelled")) throw thrown;
    return undefined;
  }
}
