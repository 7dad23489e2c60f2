import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What the build has to know of a package. */
export interface Package {
  readonly folder: string;
  readonly name: string;
  /** Entry → its source: `secret/delivery` → `…/src/secret/delivery.ts`. */
  readonly entries: Readonly<Record<string, string>>;
  /** What an installation brings along. Everything else that is imported becomes part of the package. */
  readonly installed: ReadonlySet<string>;
}

interface Manifest {
  readonly name: string;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly publishConfig?: { readonly exports?: Readonly<Record<string, string | { readonly default: string }>> };
}

const BUILT = /^\.\/dist\/(.+)\.js$/;

export function readPackage(folder: string): Package {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
  const { name, bin = {}, dependencies = {}, peerDependencies = {}, publishConfig } = manifest;
  const published = Object.values(publishConfig?.exports ?? {}).map((entry) =>
    typeof entry === "string" ? entry : entry.default,
  );
  const names = [...published, ...Object.values(bin)].flatMap((path) => BUILT.exec(path)?.[1] ?? []);
  return {
    folder,
    name,
    entries: Object.fromEntries(names.map((entry) => [entry, join(folder, "src", `${entry}.ts`)])),
    installed: new Set([name, ...Object.keys(dependencies), ...Object.keys(peerDependencies)]),
  };
}

/** The package that a bare specifier names; undefined for a path and for a part of Node. */
export function packageOf(specifier: string): string | undefined {
  if (/^(\.|\/|node:|\0|[A-Za-z]:[\\/])/.test(specifier)) return undefined;
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}
