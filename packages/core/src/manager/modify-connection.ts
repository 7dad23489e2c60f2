import { checkChain } from "../connections/chain.ts";
import { masked } from "../connections/doubtful-fields.ts";
import { applies, readFieldValues } from "../connections/field-values.ts";
import { originChanges, originDifferences, originText } from "../connections/origin.ts";
import { type ValidConnection, validateConnection } from "../connections/validate.ts";
import { KeyferryError } from "../contract/failure.ts";
import type { FieldValue, Manifest } from "../contract/manifest.ts";
import type { ConnectionDefinition } from "../settings/model.ts";
import type { SettingsDraft } from "../settings/port.ts";
import { secretOfSource } from "../settings/secret-source.ts";
import type { ConnectionChange } from "./connection-input.ts";
import { heldSources, STORED } from "./login-sources.ts";
import { findNamed } from "./named.ts";
import type { ModificationView } from "./views.ts";

export interface Modification {
  readonly valid: ValidConnection;
  readonly view: ModificationView;
}

/**
 * The connection after a change: what is not named stays, as long as it belongs to the auth method and its condition
 * still holds. Pure. Throws `KeyferryError` like `validateConnection`.
 */
export function planModification(
  manifest: Manifest,
  definition: ConnectionDefinition,
  change: ConnectionChange,
): Modification {
  const { name, auth, confirmedOrigin } = definition;
  const method = change.auth ?? auth.method;
  const given = { fields: change.fields ?? {}, sources: change.sources ?? {} };
  const unset = new Set(change.unset);
  refuseUnknown(manifest, definition, unset);
  const kept = keeper(manifest, method, { ...definition.fields, ...auth.fields, ...given.fields }, unset);
  const valid = validateConnection(manifest, {
    name,
    auth: method,
    // What stands in the place of a credential goes where there is a source of it.
    fields: {
      ...without(kept({ ...definition.fields, ...auth.fields }), { ...kept(auth.sources), ...given.sources }),
      ...given.fields,
    },
    sources: { ...kept(auth.sources), ...given.sources },
  });
  const changes = originChanges(masked(manifest, confirmedOrigin), valid.origin);
  const sources = Object.keys(valid.auth.sources);
  const voided = changes.length === 0 ? [] : sources.filter((field) => !Object.hasOwn(given.sources, field));
  // Without any source, the login is the machine's or the person's own, which cannot be given again.
  const needsConfirmation = changes.length > 0 && (voided.length > 0 || sources.length === 0);
  const view = {
    connection: name,
    changes: originChanges(
      { ...auth.sources, ...masked(manifest, { ...definition.fields, ...auth.fields }) },
      { ...valid.fields, ...valid.auth.fields, ...valid.auth.sources },
    ),
    ...(valid.auth.method === auth.method ? {} : { method: { from: auth.method, to: valid.auth.method } }),
    originChanges: changes,
    origin: valid.origin,
    voided,
    toSeal: sources.filter(
      (field) => valid.auth.sources[field] === STORED && (changes.length > 0 || Object.hasOwn(given.sources, field)),
    ),
    needsConfirmation,
  };
  return { valid, view };
}

function without<T>(values: Readonly<Record<string, T>>, names: object): Record<string, T> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !Object.hasOwn(names, name)));
}

/** Refuses (`rule`) a change that would send a login to a place that nobody has confirmed. */
export function refuseUnconfirmed(
  { connection, originChanges: changes, origin, voided, needsConfirmation }: ModificationView,
  confirmed: Readonly<Record<string, FieldValue>> | undefined,
): void {
  if (!needsConfirmation) return;
  if (confirmed !== undefined && originDifferences(confirmed, origin).length === 0) return;
  const again = voided.map((field) => `--credential ${field}=SOURCE`).join(" ");
  throw new KeyferryError({
    code: "rule",
    where: `connection ${connection}`,
    message: `where it points changes, and its login is not confirmed for that: ${originText(changes)}`,
    hint: `confirm that the login may go there: --confirm-origin${again === "" ? "" : `; or give it again: ${again}`}`,
    connection,
  });
}

/** A connection before and after a change in a draft. */
export interface PlacedModification {
  readonly id: string;
  readonly before: ConnectionDefinition;
  readonly after: ConnectionDefinition;
  readonly view: ModificationView;
}

/** Applies a change to a draft of the settings, real or on trial. Throws `unknown-name`, `usage`, `rule`. */
export function placeModification(
  draft: Pick<SettingsDraft, "connections" | "secrets">,
  manifest: Manifest,
  name: string,
  change: ConnectionChange,
  confirmedOrigin: Readonly<Record<string, FieldValue>> | undefined,
): PlacedModification {
  const [id, before] = findNamed("connection", draft.connections, name);
  const { valid, view } = planModification(manifest, before, change);
  refuseUnconfirmed(view, confirmedOrigin);
  const { fields, auth, origin } = valid;
  const sources = { ...auth.sources, ...heldSources(draft, change.sources ?? {}) };
  const after = { ...before, fields, auth: { ...auth, sources }, confirmedOrigin: origin };
  draft.connections.set(id, after);
  refuseChains(draft);
  return { id, before, after, view };
}

/** A change of one login can break the chain of another login that depends on it. */
function refuseChains(draft: Pick<SettingsDraft, "connections" | "secrets">): void {
  for (const [id, { auth }] of draft.connections) {
    if (Object.values(auth.sources).some((source) => secretOfSource(source) !== undefined)) checkChain(draft, id);
  }
}

/** Keeps those of the former values that still apply. */
function keeper(
  manifest: Manifest,
  method: string,
  values: Readonly<Record<string, FieldValue>>,
  unset: ReadonlySet<string>,
): <T>(former: Readonly<Record<string, T>>) => Record<string, T> {
  const own = manifest.auth.find(({ id }) => id === method)?.fields ?? [];
  // The validation of the whole reports what does not fit.
  const ignore = () => undefined;
  const shared = readFieldValues(manifest.fields, values, {}, ignore);
  const seen = new Map(Object.entries({ ...shared, ...readFieldValues(own, values, shared, ignore) }));
  const every = [...manifest.fields, ...manifest.auth.flatMap(({ fields }) => fields)];
  const fits = (name: string) => {
    if (unset.has(name)) return false;
    const field = [...manifest.fields, ...own].find((candidate) => candidate.name === name);
    // An unknown name stays, so that it is reported and not lost.
    return field === undefined ? !every.some((other) => other.name === name) : applies(field, seen);
  };
  return (former) => Object.fromEntries(Object.entries(former).filter(([name]) => fits(name)));
}

function refuseUnknown(
  manifest: Manifest,
  { name, fields, auth }: ConnectionDefinition,
  unset: ReadonlySet<string>,
): void {
  const every = [...manifest.fields, ...manifest.auth.flatMap((method) => method.fields)].map((field) => field.name);
  const known = new Set([...every, ...Object.keys({ ...fields, ...auth.fields, ...auth.sources })]);
  const unknown = [...unset].filter((field) => !known.has(field));
  if (unknown.length === 0) return;
  throw new KeyferryError({
    code: "usage",
    where: `connection ${name}`,
    message: `${manifest.displayName} has no field ${unknown.join(", ")} to take away`,
    hint: `it has: ${[...new Set(every)].join(", ")}`,
    connection: name,
  });
}
