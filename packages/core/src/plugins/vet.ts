import type { KeyferryError } from "../contract/failure.ts";
import type { ProviderPlugin } from "../contract/plugin.ts";
import { guardAddress, guardPolicy } from "./guard-calls.ts";
import { hostName, SPOKEN } from "./host-version.ts";
import { joinProblems, type PackageIdentity, pluginError } from "./plugin-failure.ts";
import { vetManifest } from "./vet-manifest.ts";

const CALLS = ["address", "policy", "open"] as const;
type Calls = Record<(typeof CALLS)[number], (...given: unknown[]) => unknown>;

/**
 * Checks what a plugin exports, and gives a plugin that the host can trust to keep its shape: the manifest is a frozen
 * copy, each function was read once, and the pure ones neither throw nor give anything but the agreed data. `open` is
 * guarded by the connection pool. Throws `KeyferryError` (`plugin`, or `unsupported` for another platform).
 */
export async function vetPlugin(
  exported: unknown,
  identity: PackageIdentity,
  platform: string,
): Promise<ProviderPlugin> {
  const tell = "update it, or tell its publisher";
  if (exported === undefined) throw pluginError(identity, "it has no default export", tell);
  const { kind, apiVersion, given, calls } = readOnce(exported);
  if (kind !== "keyferry.provider") {
    throw pluginError(identity, "its default export is not made by defineProvider", tell);
  }
  if (typeof apiVersion === "number" && !SPOKEN.includes(apiVersion)) throw await wrongContract(identity, apiVersion);
  const verdict = vetManifest(given);
  const problems = "problems" in verdict ? [...verdict.problems] : [];
  if (apiVersion !== SPOKEN[0]) problems.unshift("manifest.apiVersion must be 1");
  if (calls === undefined) problems.unshift(`${CALLS.join(", ")} must be functions`);
  if (!("manifest" in verdict) || calls === undefined || problems.length > 0) {
    throw pluginError(identity, joinProblems(problems), tell);
  }
  const { manifest } = verdict;
  if (manifest.platforms !== undefined && !manifest.platforms.includes(platform)) {
    const message = `it works on ${manifest.platforms.join(", ")}, not on ${platform}`;
    throw pluginError(identity, message, "use it on one of those", "unsupported");
  }
  return Object.freeze({
    kind,
    manifest,
    address: (...args) => guardAddress(() => calls.address(...args)),
    policy: (...args) => guardPolicy(manifest.id, () => calls.policy(...args)),
    open: async (...args) => (await calls.open(...args)) as Awaited<ReturnType<ProviderPlugin["open"]>>,
  } satisfies ProviderPlugin);
}

/** The error for a plugin that follows another contract; it names the versions that differ. */
export async function wrongContract(plugin: PackageIdentity, spoken: number): Promise<KeyferryError> {
  const host = await hostName();
  const ours = SPOKEN.join(" and ");
  const newer = spoken > Math.max(...SPOKEN);
  const install = `install ${plugin.package}@^${Math.max(...SPOKEN)}`;
  return pluginError(
    plugin,
    `it speaks contract ${spoken}; this host (${host}) speaks ${ours}`,
    newer ? `${install} or a newer @keyferry/core` : `${install} or newer`,
  );
}

/** Reads each member once: a getter or a proxy can throw, or return something else the next time. */
function readOnce(exported: unknown): { kind?: unknown; apiVersion?: unknown; given?: unknown; calls?: Calls } {
  try {
    if (typeof exported !== "object" || exported === null) return {};
    const kind: unknown = Reflect.get(exported, "kind");
    const given: unknown = Reflect.get(exported, "manifest");
    const apiVersion: unknown =
      typeof given === "object" && given !== null ? Reflect.get(given, "apiVersion") : undefined;
    const found = CALLS.map((name) => {
      const call: unknown = Reflect.get(exported, name);
      return typeof call === "function"
        ? ([name, (...args: unknown[]) => Reflect.apply(call, exported, args)] as const)
        : undefined;
    });
    const calls = found.every((entry) => entry !== undefined) ? (Object.fromEntries(found) as Calls) : undefined;
    return { kind, given, apiVersion, ...(calls ? { calls } : {}) };
  } catch {
    return {};
  }
}
