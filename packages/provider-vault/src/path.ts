/** Why something is not taken, and what to do. */
export interface Problem {
  readonly message: string;
  readonly hint: string;
}

/**
 * What keeps a text from being a path of Vault: a path is segments with `/` between, and the last does not end in a period
 * (https://developer.hashicorp.com/vault/api-docs#parameter-restrictions). A proxy on the way may fold `.` and `..`, and
 * may decode `%`, `\`, `?` and `#` once more than it should, which would make another path of it: none of these is taken.
 */
export function pathProblem(text: string): Problem | undefined {
  const problem = (message: string, hint = "copy it anew"): Problem => ({ message, hint });
  if (text === "") return problem("it is empty", "write its path below the mount, such as app/database");
  if (!text.isWellFormed() || /\p{Cc}/u.test(text)) return problem("it holds a control character or half of one");
  if (/[%\\?#]/.test(text)) return problem("it holds one of % \\ ? #", "rename the secret, or copy it to another name");
  const segments = text.split("/");
  if (segments.includes("")) return problem("it has an empty part", "write it without a / at its ends, and none twice");
  if (segments.includes(".") || segments.includes("..")) return problem("it has a part that is . or ..");
  return text.endsWith(".") ? problem("it ends in a period, which Vault does not take") : undefined;
}

/** A path as it is sent: each segment percent-encoded by itself. */
export function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
