import { randomBytes } from "node:crypto";

/** What can be said of a secret's version beside its value. */
export interface SecretProperties {
  readonly contentType?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly enabled?: boolean;
  readonly notBefore?: Date;
  readonly expires?: Date;
}

export interface SecretVersion extends SecretProperties {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly value: string;
  /** Milliseconds since the epoch. */
  readonly created: number;
  readonly updated: number;
}

export interface StoredSecret {
  /** As it was first written; names have no case. */
  readonly name: string;
  /** The oldest first. */
  readonly versions: SecretVersion[];
  deleted?: number;
}

/** The secrets of one vault. */
export class VaultState {
  readonly #secrets = new Map<string, StoredSecret>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** In the order of their names, as the vault lists them. */
  all(deleted = false): StoredSecret[] {
    const wanted = [...this.#secrets.values()].filter((secret) => (secret.deleted !== undefined) === deleted);
    return wanted.sort((one, other) => (one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1));
  }

  put(name: string, value: string, properties: SecretProperties): SecretVersion {
    const secret = this.#secrets.get(name.toLowerCase()) ?? { name, versions: [] };
    const at = this.#now();
    const version = { ...properties, id: randomBytes(16).toString("hex"), value, created: at, updated: at };
    secret.versions.push(version);
    delete secret.deleted;
    this.#secrets.set(name.toLowerCase(), secret);
    return version;
  }

  /** Changes the properties of a version, by default the newest. */
  update(name: string, properties: SecretProperties, versionId?: string): void {
    const { versions } = this.require(name);
    const index = versionId === undefined ? versions.length - 1 : versions.findIndex(({ id }) => id === versionId);
    const known = versions[index];
    if (known === undefined) throw new Error("The store has no such version.");
    versions[index] = { ...known, ...properties, updated: this.#now() };
  }

  /** Deletes a secret so that it can be recovered. */
  delete(name: string): void {
    this.require(name).deleted = this.#now();
  }

  /** Removes a secret for good. */
  purge(name: string): void {
    this.require(name);
    this.#secrets.delete(name.toLowerCase());
  }

  find(name: string, deleted = false): StoredSecret | undefined {
    const secret = this.#secrets.get(name.toLowerCase());
    return secret !== undefined && (secret.deleted !== undefined) === deleted ? secret : undefined;
  }

  require(name: string): StoredSecret {
    const secret = this.#secrets.get(name.toLowerCase());
    if (!secret) throw new Error(`The store has no secret ${JSON.stringify(name)}: put it first.`);
    return secret;
  }
}
