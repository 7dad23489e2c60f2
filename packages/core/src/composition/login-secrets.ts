import type { LoginSecrets, SecretReading } from "../connections/port.ts";
import { Shared } from "../connections/shared.ts";
import type { Failure } from "../contract/failure.ts";
import { useOf } from "../manager/uses.ts";
import type { Resolved, Resolver } from "../resolve/resolver.ts";
import type { SettingsStore } from "../settings/port.ts";

type Readings = ReadonlyMap<string, SecretReading>;

/** Takes the place of the setting in the resolver's results. */
const LOGIN = "login";

/**
 * Reads the secrets that are logins of connections. What one connection needs is read together, and a secret that
 * several connections need is read once for all of them.
 */
export class SecretLogins implements LoginSecrets {
  readonly #settings: Pick<SettingsStore, "read">;
  readonly #resolver: () => Pick<Resolver, "resolve">;
  readonly #kept = new Map<string, Shared<Readings>>();
  readonly #ending = new AbortController();

  /** The resolver is requested late, since it reads through connections, whose logins are read here. */
  constructor(settings: Pick<SettingsStore, "read">, resolver: () => Pick<Resolver, "resolve">) {
    this.#settings = settings;
    this.#resolver = resolver;
  }

  async read(ids: readonly string[], { signal, anew }: { signal: AbortSignal; anew: boolean }): Promise<Readings> {
    const missing = ids.filter((id) => {
      const kept = this.#kept.get(id);
      return kept === undefined || kept.abandoned || (anew && kept.value !== undefined);
    });
    if (missing.length > 0) this.#start(missing);
    const shared = new Set(ids.flatMap((id) => this.#kept.get(id) ?? []));
    const readings = await Promise.all([...shared].map((each) => each.wait({ signal })));
    return new Map(readings.flatMap((each) => [...each]));
  }

  /** Forgets what was read, and aborts what is being read. */
  dispose(): void {
    this.#ending.abort();
    this.#kept.clear();
  }

  #start(ids: readonly string[]): void {
    const shared = new Shared((signal) => this.#resolve(ids, signal), this.#ending.signal);
    for (const id of ids) this.#kept.set(id, shared);
    const drop = (failed: (id: string) => boolean) => {
      for (const id of ids) if (failed(id) && this.#kept.get(id) === shared) this.#kept.delete(id);
    };
    // A failure is not kept: the next login tries again.
    shared.result.then(
      (readings) => drop((id) => readings.get(id)?.ok !== true),
      () => drop(() => true),
    );
  }

  async #resolve(ids: readonly string[], signal: AbortSignal): Promise<Readings> {
    const { secrets, connections } = await this.#settings.read();
    const uses = ids.flatMap((id) => {
      const secret = secrets.get(id);
      return secret === undefined ? [] : [{ id, secret: secret.name, use: useOf([id, secret], LOGIN) }];
    });
    const results = await this.#resolver().resolve(
      uses.map(({ use }) => use),
      signal,
    );
    const byUse = new Map(results.map((result) => [result.use, result]));
    const readings = uses.map(({ id, secret, use }): [string, SecretReading] => {
      const connection = connections.get(use.connectionId)?.name ?? use.connectionId;
      return [id, readingOf(byUse.get(use), secret, connection)];
    });
    return new Map([...ids.map((id): [string, SecretReading] => [id, UNDEFINED]), ...readings]);
  }
}

const UNDEFINED: SecretReading = {
  ok: false,
  code: "settings",
  message: "the secret that it logs in with is not defined",
  hint: "give the login another source",
};

/** `where` begins at the secret: the caller names the chain from the connection to here. */
function readingOf(result: Resolved | undefined, secret: string, connection: string): SecretReading {
  if (result?.ok) return { ok: true, value: result.value };
  const failure: Failure = result?.failures[0] ?? { code: "internal", message: "the secret was not read" };
  const { setting: _setting, ...plain } = failure;
  const inner = failure.where?.startsWith("connection ") ? failure.where.slice("connection ".length) : connection;
  return { ok: false, ...plain, where: `${secret} → ${inner}` };
}
