import { createHash, randomUUID } from "node:crypto";

/** What a version of a secret holds: text, or bytes. */
export type SecretContent = { readonly text: string } | { readonly bytes: Uint8Array };

export interface SecretVersion {
  readonly id: string;
  readonly content: SecretContent;
  /** Seconds since the epoch, as the JSON protocol has it. */
  readonly createdDate: number;
  readonly stages: Set<string>;
}

export interface StoredSecret {
  readonly name: string;
  readonly arn: string;
  readonly createdDate: number;
  readonly versions: SecretVersion[];
  description?: string;
  lastChangedDate: number;
  deletedDate?: number;
}

const current = "AWSCURRENT";
const previous = "AWSPREVIOUS";

/** The secrets of one account in one region. */
export class SecretState {
  readonly #byName = new Map<string, StoredSecret>();
  readonly #byArn = new Map<string, StoredSecret>();
  readonly #arnPrefix: string;
  readonly #now: () => number;
  #made = 0;

  constructor(region: string, account: string, now: () => number) {
    this.#arnPrefix = `arn:aws:secretsmanager:${region}:${account}:secret:`;
    this.#now = now;
  }

  /** All secrets, in the order in which they were made. */
  all(): StoredSecret[] {
    return [...this.#byName.values()];
  }

  /** Makes a secret, or gives an existing one a new current version. */
  put(name: string, content: SecretContent, description?: string): { secret: StoredSecret; version: SecretVersion } {
    const known = this.#byName.get(name) ?? this.#create(name);
    if (description !== undefined) known.description = description;
    return { secret: known, version: this.addVersion(name, content, [current]) };
  }

  /**
   * Adds a version under `stages`. A stage belongs to one version at a time, and the version that loses AWSCURRENT gets AWSPREVIOUS:
   * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html
   */
  addVersion(name: string, content: SecretContent, stages: readonly string[]): SecretVersion {
    const secret = this.require(name);
    const outgoing = secret.versions.find((version) => version.stages.has(current));
    const moved = stages.includes(current) && outgoing ? [...stages, previous] : stages;
    for (const version of secret.versions) for (const stage of moved) version.stages.delete(stage);
    if (stages.includes(current)) outgoing?.stages.add(previous);
    const version = { id: randomUUID(), content, createdDate: this.#seconds(), stages: new Set(stages) };
    secret.versions.push(version);
    secret.lastChangedDate = version.createdDate;
    return version;
  }

  scheduleDeletion(name: string): void {
    this.require(name).deletedDate = this.#seconds();
  }

  remove(name: string): void {
    this.#byArn.delete(this.require(name).arn);
    this.#byName.delete(name);
  }

  require(name: string): StoredSecret {
    const secret = this.#byName.get(name);
    if (!secret) throw new Error(`The store has no secret ${JSON.stringify(name)}: put it first.`);
    return secret;
  }

  /**
   * Finds a secret by its name, its ARN, or its ARN without the random suffix. An ARN that ends in a hyphen and six characters is taken
   * for a whole one, so a name of such an ending is not found by a partial ARN:
   * https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen
   */
  find(id: string): StoredSecret | undefined {
    if (!id.startsWith("arn:")) return this.#byName.get(id);
    if (/-[A-Za-z0-9]{6}$/.test(id)) return this.#byArn.get(id);
    return id.startsWith(this.#arnPrefix) ? this.#byName.get(id.slice(this.#arnPrefix.length)) : undefined;
  }

  #create(name: string): StoredSecret {
    const at = this.#seconds();
    const arn = `${this.#arnPrefix}${name}-${suffix(`${name}\0${this.#made++}`)}`;
    const secret: StoredSecret = { name, arn, createdDate: at, lastChangedDate: at, versions: [] };
    this.#byName.set(name, secret);
    this.#byArn.set(arn, secret);
    return secret;
  }

  #seconds(): number {
    return this.#now() / 1000;
  }
}

/** Six letters and digits that look random; the counter in `seed` gives a secret that is made anew another ARN, as at the vendor. */
function suffix(seed: string): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  const digest = createHash("sha256").update(seed).digest();
  return Array.from(digest.subarray(0, 6), (byte) => letters[byte % letters.length]).join("");
}
