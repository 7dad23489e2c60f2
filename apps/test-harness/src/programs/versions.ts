import type { RecipeProgram } from "@keyferry/core";
import { probeProgram } from "@keyferry/jobs";

/** What the programs of each trial that say their versions are, by the trial's name: `ssh 9.2`. One that is not there is left out. */
export async function programVersions(
  trials: readonly { readonly name: string; readonly programs: readonly RecipeProgram[] }[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<Map<string, string>> {
  const versions = new Map<string, string>();
  const asked = new Map<string, string | undefined>();
  for (const { name: trial, programs } of trials) {
    const said: string[] = [];
    for (const { name, versionArgs, versionPattern } of programs) {
      if (versionPattern === undefined) continue;
      const line = [name, ...versionArgs].join(" ");
      if (!asked.has(line)) {
        asked.set(line, await probeProgram({ program: name, args: versionArgs, withheldVariables: [] }, env));
      }
      const version = new RegExp(versionPattern, "m").exec(asked.get(line) ?? "")?.[1];
      if (version !== undefined) said.push(`${name} ${version}`);
    }
    if (said.length > 0) versions.set(trial, said.join(", "));
  }
  return versions;
}
