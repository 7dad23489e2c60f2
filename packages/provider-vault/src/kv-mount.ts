import { type CallContext, isProviderError, ProviderError } from "@keyferry/core/provider";
import { dataOf, isRecord, parseAnswer, textOf, unfit } from "./answers.ts";
import type { Reading, VaultApi } from "./api.ts";
import { refuse, type VaultConnection } from "./connection.ts";
import { NOT_FOUND, WRONG_KV } from "./error-table.ts";
import { isFailure, refusalFailure } from "./errors.ts";
import { encodePath } from "./path.ts";
import { Shared } from "./shared.ts";

export type KvVersion = 1 | 2;

/** The path of a mount, encoded, and the version of the KV secrets engine there. */
export class KvMount {
  /** Encoded, without slashes at its ends. */
  readonly path: string;
  readonly #api: VaultApi;
  readonly #mount: string;
  readonly #asked = new Shared((context) => this.#ask(context), Number.POSITIVE_INFINITY);
  #known: KvVersion | undefined;

  constructor(api: VaultApi, { mount, kvVersion }: VaultConnection) {
    this.#api = api;
    this.#mount = mount;
    this.#known = kvVersion;
    this.path = encodePath(mount);
  }

  /** Asks for the engine's version, unless it is known. `undefined` where Vault does not say. */
  async know(context: CallContext): Promise<KvVersion | undefined> {
    this.#known ??= await this.#asked.get(context);
    return this.#known;
  }

  /**
   * Runs a request in the form that the engine's version wants. Where Vault does not say which it is, both are tried: a
   * success is the proof, and so is the text by which version 2 refuses the form of version 1.
   */
  async run<T>(request: (version: KvVersion) => Promise<T>, context: CallContext): Promise<T> {
    const known = await this.know(context);
    if (known !== undefined) return request(known);
    try {
      return await this.#proving(2, request);
    } catch (second) {
      // An answer of another form is a secret of version 1 that stands below `data/`.
      if (!isFailure(second, "not-found", "access-denied", "integrity")) throw second;
      try {
        return await this.#proving(1, request);
      } catch (first) {
        if (isProviderError(first) && first.failure === WRONG_KV) this.#known = 2;
        throw isFailure(first, "unavailable", "throttled", "cancelled", "unauthenticated") ? first : second;
      }
    }
  }

  async #proving<T>(version: KvVersion, request: (version: KvVersion) => Promise<T>): Promise<T> {
    const answer = await request(version);
    this.#known = version;
    return answer;
  }

  /** Asks what is mounted: https://developer.hashicorp.com/vault/api-docs/system/internal-ui-mounts */
  async #ask(context: CallContext): Promise<KvVersion | undefined> {
    let reading: Reading;
    try {
      reading = await this.#api.read(`sys/internal/ui/mounts/${this.path}`, context);
    } catch (thrown) {
      if (isFailure(thrown, "access-denied", "invalid-address")) return undefined;
      throw thrown;
    }
    if (!reading.found) return undefined;
    const answer = parseAnswer(reading.body, "application/json") ?? unfit("the answer is no JSON object");
    const { path, type, options } = dataOf(answer);
    if (type !== "kv" && type !== "generic") return refuse("the mount is no KV secrets engine", "check the mount");
    const mounted = textOf(path)?.replace(/\/$/, "");
    if (mounted !== undefined && mounted !== this.#mount && this.#mount.startsWith(`${mounted}/`)) {
      refuse("the mount is a folder of a mount", "set the mount alone; the folder belongs to the secrets' names");
    }
    return isRecord(options) && options.version === "2" ? 2 : 1;
  }
}

/** The failure of a request whose answer is "nothing". */
export function absent(reading: Reading & { readonly found: false }): ProviderError {
  const failure = refusalFailure(reading.refusal);
  return new ProviderError(failure.code === "not-found" || failure === WRONG_KV ? failure : NOT_FOUND);
}
