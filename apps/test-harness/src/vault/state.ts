/** One version of a secret; of a KV version 1 mount there is only ever the last. */
export interface StoredVersion {
  readonly number: number;
  /** The JSON text of one object. */
  json: string;
  readonly createdAt: number;
  /** Milliseconds since the epoch, in the past of a deleted version, and in the future of one that will be. */
  deletedAt?: number;
  destroyed: boolean;
}

export interface StoredSecret {
  readonly versions: StoredVersion[];
  customMetadata: Readonly<Record<string, string>> | null;
}

export interface Mount {
  /** Without slashes at its ends. */
  readonly path: string;
  readonly type: string;
  readonly version: 1 | 2;
  readonly secrets: Map<string, StoredSecret>;
}

/** The secrets engines of a store and what they hold. */
export class VaultState {
  readonly #mounts = new Map<string, Mount>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  mount(path: string, version: 1 | 2, type = "kv"): void {
    this.#mounts.set(path, { path, type, version, secrets: new Map() });
  }

  /** The engine that a path leads to, and the rest of the path. */
  find(path: string): { readonly mount: Mount; readonly rest: string } | undefined {
    const found = [...this.#mounts.values()]
      .filter((mount) => path === mount.path || path.startsWith(`${mount.path}/`))
      .sort((one, other) => other.path.length - one.path.length)[0];
    return found === undefined ? undefined : { mount: found, rest: path.slice(found.path.length + 1) };
  }

  require(mount: string): Mount {
    const found = this.#mounts.get(mount);
    if (!found) throw new Error(`The store has no mount ${JSON.stringify(mount)}: mount it first.`);
    return found;
  }

  secret(mount: string, name: string): StoredSecret {
    const found = this.require(mount).secrets.get(name);
    if (!found) throw new Error(`The store has no secret ${JSON.stringify(name)}: put it first.`);
    return found;
  }

  /** Makes a secret, or gives an existing one a new version. */
  put(mount: string, name: string, json: string, deletedAt: number | undefined): StoredVersion {
    const { secrets } = this.require(mount);
    const secret = secrets.get(name) ?? { versions: [], customMetadata: null };
    secrets.set(name, secret);
    const version: StoredVersion = {
      number: secret.versions.length + 1,
      json,
      createdAt: this.#now(),
      destroyed: false,
      ...(deletedAt === undefined ? {} : { deletedAt }),
    };
    secret.versions.push(version);
    return version;
  }
}
