import type { Layer } from "./platform.ts";

/** An access list as Windows writes it (SDDL), and the SID of the user that asks. */
export interface AccessList {
  readonly sddl: string;
  readonly user: string;
}

const ADMINISTRATORS: ReadonlySet<string> = new Set([
  "BA",
  "SY",
  "S-1-5-32-544",
  "S-1-5-18",
  // TrustedInstaller, which owns the folders of Windows itself.
  "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464",
]);
/** Whoever owns or made the file: judged by the owner that is checked apart. */
const OWNER: ReadonlySet<string> = new Set(["CO", "OW", "S-1-3-0", "S-1-3-4"]);

const ACE = /\(([A-Z]*);([A-Z]*);([^;()]*);[^;()]*;[^;()]*;([^;()]+)(?:;[^()]*)?\)/g;
const READING: ReadonlySet<string> = new Set(["FR", "FX", "GR", "GX", "RC"]);
/** FILE_GENERIC_READ and FILE_GENERIC_EXECUTE. */
const READING_MASK = 0x1200a9n;

/**
 * What makes an access list too loose, or undefined. The user's files are for the user, SYSTEM and Administrators alone; the
 * machine's may be read by all. Forms: https://learn.microsoft.com/windows/win32/secauthz/security-descriptor-string-format and
 * https://learn.microsoft.com/windows/win32/secauthz/ace-strings
 */
export function accessProblem({ sddl, user }: AccessList, layer: Layer): string | undefined {
  const owner = /^O:(.+?)(?=[GDS]:|$)/.exec(sddl)?.[1];
  const list = /D:([A-Z_]*)(.*?)(?:S:.*)?$/.exec(sddl);
  if (owner === undefined || list === null) return "its access list cannot be read";
  if (list[1]?.includes("NO_ACCESS_CONTROL")) return "it has no access list, so everybody may change it";
  const trusted = (sid: string) => ADMINISTRATORS.has(sid) || (layer === "user" && sid === user);
  if (!trusted(owner)) return `it belongs to ${owner}`;
  const entries = list[2] ?? "";
  let read = 0;
  for (const [whole, type = "", flags = "", rights = "", sid = ""] of entries.matchAll(ACE)) {
    read += whole.length;
    const allows = type === "A" || type === "OA" || type === "XA";
    const inheritOnly = /^(?:..)*IO/.test(flags);
    if (!allows || inheritOnly || trusted(sid) || OWNER.has(sid)) continue;
    if (layer === "user" || !onlyReads(rights))
      return `its access list lets ${sid} ${onlyReads(rights) ? "read" : "change"} it`;
  }
  return read === entries.length ? undefined : "its access list holds an entry that cannot be read";
}

function onlyReads(rights: string): boolean {
  if (/^0x[0-9a-f]+$/i.test(rights)) return (BigInt(rights) & ~READING_MASK) === 0n;
  const pairs = rights.match(/../g) ?? [];
  return pairs.join("") === rights && pairs.every((pair) => READING.has(pair));
}
