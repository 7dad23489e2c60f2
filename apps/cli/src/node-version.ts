/** The oldest Node.js that runs Keyferry, as `engines` of the package says: npm only warns of another one. */
const LEAST = [22, 18] as const;

/** What to say to a person whose Node.js is too old; undefined where it is not. `version` is as `process.versions.node`. */
export function tooOld(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1])) return undefined;
  return `error: Keyferry needs Node.js ${LEAST.join(".")} or later, and this is ${version} (unsupported)\n  next: install a newer one, from https://nodejs.org/en/download or your system's packages\n`;
}
