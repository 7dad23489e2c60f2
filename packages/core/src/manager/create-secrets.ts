import type { ConnectionPool } from "../connections/port.ts";
import { type Failure, isKeyferryError, KeyferryError } from "../contract/failure.ts";
import type { RemoteReader } from "../resolve/port.ts";
import type { SecretDefinition, Settings } from "../settings/model.ts";
import { checkName, nameKey } from "../settings/names.ts";
import type { SettingsStore } from "../settings/port.ts";
import { quote } from "../settings/quote.ts";
import { checkNewSecret } from "./check-new-secret.ts";
import { guessType } from "./guess-type.ts";
import { findNamed, newId } from "./named.ts";
import { canonicalTarget, definitionOf, examineSecret } from "./prepare-secret.ts";
import type { BulkSecret, CallOptions, NewSecret } from "./use-cases.ts";
import type { PlannedSecret } from "./views.ts";

interface Ports {
  readonly store: SettingsStore;
  readonly pool: ConnectionPool;
  readonly remote: RemoteReader;
}

/** The result for one of many inputs: a definition to write, or why there is none. */
interface Prepared {
  readonly planned: PlannedSecret;
  readonly definition?: SecretDefinition;
}

/** How many secrets a manager is asked for at a time; the manager's own limits apply below that. */
const AT_ONCE = 8;
const MOST = 10_000;

/**
 * Prepares many secrets at once. A missing type is guessed from the name of the key, then from the name of the secret;
 * failing that, it is `password`. What cannot be defined says why, and does not affect the others.
 */
export async function planSecrets(
  ports: Ports,
  inputs: readonly BulkSecret[],
  { signal }: CallOptions = {},
): Promise<Prepared[]> {
  if (inputs.length > MOST) {
    throw new KeyferryError({
      code: "usage",
      message: `${inputs.length} secrets are more than the ${MOST} that are defined at once`,
      hint: "filter them more narrowly",
    });
  }
  const settings = await ports.store.read();
  const taken = new Map([...settings.secrets.values()].map((secret) => [nameKey(secret.name), secret]));
  const prepared: Prepared[] = [];
  for (let at = 0; at < inputs.length; at += AT_ONCE) {
    const some = inputs.slice(at, at + AT_ONCE);
    prepared.push(...(await Promise.all(some.map((input) => prepare(ports, settings, input, signal)))));
  }
  return prepared.map((each) => settle(each, taken));
}

/** Writes what was prepared: all of it or none. */
export async function saveSecrets({ store }: Ports, prepared: readonly Prepared[]): Promise<void> {
  await store.update((draft) => {
    const names = new Set([...draft.secrets.values()].map(({ name }) => nameKey(name)));
    for (const { definition } of prepared) {
      if (definition === undefined) continue;
      if (!draft.connections.has(definition.connection) || names.has(nameKey(definition.name))) throw moved();
      names.add(nameKey(definition.name));
      draft.secrets.set(newId(), definition);
    }
  });
}

async function prepare(
  ports: Ports,
  settings: Settings,
  input: BulkSecret,
  signal: AbortSignal | undefined,
): Promise<Prepared> {
  const type = input.type ?? guessType(input.key ?? "") ?? guessType(input.name) ?? "password";
  const secret: NewSecret = { ...input, type };
  try {
    const name = checkName(secret.name, "secret");
    checkNewSecret(secret);
    const [id, connection] = findNamed("connection", settings.connections, secret.connection);
    const whole = { ...secret, ...(await canonicalTarget(ports, id, secret)) };
    if (!secret.unchecked) await examineSecret(ports, { id, name: connection.name }, whole, signal);
    return { planned: { ...shown(whole), connection: connection.name }, definition: definitionOf(name, id, whole) };
  } catch (thrown) {
    if (!isKeyferryError(thrown)) throw thrown;
    // If the person cancels, everything is cancelled.
    if (thrown.failures.some(({ code }) => code === "cancelled")) throw thrown;
    return { planned: { ...shown(secret), failure: thrown.failures[0] ?? moved().failures[0] ?? NONE } };
  }
}

const NONE: Failure = { code: "internal", message: "it cannot be defined" };

/** Checks whether the name is taken, also by earlier secrets of the same import. */
function settle({ planned, definition }: Prepared, taken: Map<string, SecretDefinition>): Prepared {
  if (definition === undefined) return { planned };
  const other = taken.get(nameKey(definition.name));
  if (other === undefined) {
    taken.set(nameKey(definition.name), definition);
    return { planned, definition };
  }
  const same = (["connection", "remoteName", "key", "version"] as const).every(
    (part) => other[part] === definition[part],
  );
  const failure: Failure = same
    ? { code: "rule", message: "it is defined already", hint: "nothing needs to be done" }
    : {
        code: "rule",
        message: `the name ${quote(other.name)} means another secret already`,
        hint: "rename that one, or give this one another name",
      };
  return { planned: { ...planned, failure } };
}

function shown({ name, type, connection, remoteName, key, version }: NewSecret): PlannedSecret {
  return {
    name,
    type,
    connection,
    remoteName,
    ...(key === undefined ? {} : { key }),
    ...(version === undefined ? {} : { version }),
  };
}

function moved(): KeyferryError {
  return new KeyferryError({
    code: "rule",
    message: "the settings changed meanwhile, so nothing was defined",
    hint: "import them again",
  });
}
