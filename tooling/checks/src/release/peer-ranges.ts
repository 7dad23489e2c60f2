import { major, minVersion, satisfies, subset } from "semver";
import type { Finding } from "../finding.ts";
import type { WorkspacePackage } from "../repository.ts";

/**
 * What a release would do to peers: a range that drops a host it admitted before is a breaking change of the package, and a
 * range that leaves out the host of the same release cannot be installed.
 */
export function peerFindings(before: readonly WorkspacePackage[], after: readonly WorkspacePackage[]): Finding[] {
  const versions = new Map(after.map(({ manifest }) => [manifest.name, manifest.version]));
  return after.flatMap(({ folder, manifest }) => {
    const old = before.find((candidate) => candidate.folder === folder)?.manifest;
    const path = `${folder}/package.json`;
    return Object.entries(manifest.peerDependencies ?? {}).flatMap(([name, range]): Finding[] => {
      const host = versions.get(name);
      if (host !== undefined && !satisfies(host, range)) {
        return [{ path, message: `the peer range ${range} leaves out ${name} ${host} of the same release` }];
      }
      const oldRange = old?.peerDependencies?.[name];
      if (old === undefined || oldRange === undefined || subset(oldRange, range)) return [];
      if (major(manifest.version) > major(old.version)) return [];
      const oldest = minVersion(oldRange)?.version ?? oldRange;
      return [
        { path, message: `${name} ${oldRange} becomes ${range}: dropping ${oldest} is a major of ${manifest.name}` },
      ];
    });
  });
}
