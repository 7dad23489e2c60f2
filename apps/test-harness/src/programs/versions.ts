import { probeProgram, RECIPES } from "@keyferry/jobs";

/** What the first program of each recipe that says its version is: `ssh 9.2`. One that is not there is left out. */
export async function programVersions(env: Readonly<Record<string, string | undefined>>): Promise<Map<string, string>> {
  const versions = new Map<string, string>();
  for (const { id, programs } of RECIPES) {
    const said: string[] = [];
    for (const { name, versionArgs, versionPattern } of programs) {
      if (versionPattern === undefined) continue;
      const printed = await probeProgram({ program: name, args: versionArgs, withheldVariables: [] }, env);
      const version = new RegExp(versionPattern, "m").exec(printed ?? "")?.[1];
      if (version !== undefined) said.push(`${name} ${version}`);
    }
    if (said.length > 0) versions.set(id, said.join(", "));
  }
  return versions;
}
