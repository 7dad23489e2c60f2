import { cancellable, isProviderError } from "@keyferry/core/provider";
import type { EntryPage, SecretsApi } from "./api.ts";
import { toFailure } from "./errors.ts";
import { checkPage } from "./next-page.ts";
import { toEntry, toValue } from "./sdk-answers.ts";
import type { TokenSource } from "./token-source.ts";
import type { VaultTransport } from "./vault-transport.ts";

interface Secret {
  readonly value?: string;
  readonly properties: object;
}

interface Pages {
  byPage(settings: { maxPageSize: number; continuationToken?: string }): AsyncIterator<readonly object[]>;
}

/** The SDK's client, as far as it is needed here: the calls that read. */
export interface ReadingClient {
  getSecret(name: string, options: { version?: string }): Promise<Secret>;
  getDeletedSecret(name: string): Promise<unknown>;
  listPropertiesOfSecrets(): Pages;
  listPropertiesOfSecretVersions(name: string): Pages;
}

interface ApiOptions {
  /** The vault's origin. */
  readonly vault: string;
  readonly source: TokenSource;
  readonly closing: AbortController;
}

/** The calls of a session over the SDK's client and the transport beneath it. */
export function createApi(
  client: ReadingClient,
  transport: VaultTransport,
  { vault, source, closing }: ApiOptions,
): SecretsApi {
  const page = async (
    signal: AbortSignal,
    pages: () => Pages,
    path: string,
    maxPageSize: number,
    cursor: string | undefined,
  ): Promise<EntryPage> => {
    const token = cursor === undefined ? {} : { continuationToken: checkPage(cursor, vault, path) };
    const first = () =>
      pages()
        .byPage({ maxPageSize, ...token })
        .next();
    const { result, next } = await transport.run(signal, first);
    const entries = result.done === true ? [] : result.value.map(toEntry);
    return { entries, ...(next === undefined ? {} : { next: checkPage(next, vault, path) }) };
  };
  return {
    get: (name, version, context) =>
      cancellable(context, toFailure, async () => {
        const options = version === undefined ? {} : { version };
        const { result } = await transport.run(context.signal, () => client.getSecret(name, options));
        return toValue(result);
      }),
    list: (maxResults, cursor, context) =>
      cancellable(context, toFailure, () =>
        page(context.signal, () => client.listPropertiesOfSecrets(), "/secrets", maxResults, cursor),
      ),
    versions: (name, cursor, context) =>
      cancellable(context, toFailure, () => {
        const pages = () => client.listPropertiesOfSecretVersions(name);
        return page(context.signal, pages, `/secrets/${name}/versions`, 25, cursor);
      }),
    isDeleted: (name, context) =>
      cancellable(context, toFailure, async () => {
        try {
          await transport.run(context.signal, () => client.getDeletedSecret(name));
          return true;
        } catch (thrown) {
          if (isProviderError(thrown) && ["not-found", "access-denied"].includes(thrown.failure.code)) return false;
          throw thrown;
        }
      }),
    login: () => source.info,
    close: () => closing.abort(),
  };
}
