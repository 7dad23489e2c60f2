/** What a version of a secret holds: text, or bytes. */
export type SecretContent = { readonly text: string } | { readonly bytes: Uint8Array };

/** https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets.versions#state */
type VersionState = "enabled" | "disabled" | "destroyed";

export interface SecretVersion {
  readonly number: number;
  readonly bytes: Buffer;
  state: VersionState;
}

/** What a secret says of itself. */
export interface SecretMetadata {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** ISO 8601 instant. */
  readonly expireTime?: string;
}

export interface StoredSecret {
  readonly id: string;
  readonly createTime: string;
  readonly versions: SecretVersion[];
  readonly aliases: Map<string, number>;
  metadata: SecretMetadata;
}

/** The secrets of one project. */
export class SecretState {
  readonly #byId = new Map<string, StoredSecret>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** In the order of the service: the newest first. */
  all(): StoredSecret[] {
    return [...this.#byId.values()].reverse();
  }

  find(id: string): StoredSecret | undefined {
    return this.#byId.get(id);
  }

  /** Makes a secret, or adds a version to an existing one. */
  put(id: string, content: SecretContent, metadata: SecretMetadata = {}): SecretVersion {
    const known = this.#byId.get(id) ?? this.#create(id);
    known.metadata = { ...known.metadata, ...metadata };
    const bytes = Buffer.from("text" in content ? content.text : content.bytes);
    const version: SecretVersion = { number: known.versions.length + 1, bytes, state: "enabled" };
    known.versions.push(version);
    return version;
  }

  remove(id: string): void {
    this.require(id);
    this.#byId.delete(id);
  }

  require(id: string): StoredSecret {
    const secret = this.#byId.get(id);
    if (!secret) throw new Error(`The store has no secret ${JSON.stringify(id)}: put it first.`);
    return secret;
  }

  /** `latest` is the newest version whatever its state: https://cloud.google.com/secret-manager/docs/access-secret-version */
  version(id: string, name: string): SecretVersion | undefined {
    const secret = this.#byId.get(id);
    if (name === "latest") return secret?.versions.at(-1);
    const number = /^[1-9][0-9]*$/.test(name) ? Number(name) : secret?.aliases.get(name);
    return secret?.versions.find((version) => version.number === number);
  }

  #create(id: string): StoredSecret {
    const createTime = new Date(this.#now()).toISOString();
    const secret: StoredSecret = { id, createTime, versions: [], aliases: new Map(), metadata: {} };
    this.#byId.set(id, secret);
    return secret;
  }
}
