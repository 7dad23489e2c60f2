import { KeyferryError } from "../contract/failure.ts";
import { checkName } from "../settings/names.ts";
import { quote } from "../settings/quote.ts";
import { findNamed, type Kind, refuseTaken } from "./named.ts";

/**
 * Renames something in a draft. Whatever refers to it does so by id, and follows. Throws `usage`, `unknown-name`,
 * `rule`.
 */
export function renameIn<T extends { readonly name: string }>(
  kind: Kind,
  all: Map<string, T>,
  from: string,
  to: string,
): readonly [id: string, renamed: T] {
  const name = checkName(to, kind);
  const [id, entry] = findNamed(kind, all, from);
  const others = new Map([...all].filter(([other]) => other !== id));
  refuseTaken(kind, others, name);
  const renamed = { ...entry, name };
  all.set(id, renamed);
  return [id, renamed];
}

/** Refuses (`rule`) to delete a secret that connections log in with; the error names them. */
export function refuseLogin(name: string, connections: readonly string[]): void {
  if (connections.length === 0) return;
  throw new KeyferryError({
    code: "rule",
    message: `the secret ${quote(name)} is the login of the connection${connections.length > 1 ? "s" : ""} ${shownNames(connections)}`,
    hint: "give these logins another source first",
  });
}

function shownNames(names: readonly string[]): string {
  const more = names.length > 10 ? ` and ${names.length - 10} more` : "";
  return `${names.slice(0, 10).map(quote).join(", ")}${more}`;
}

const USERS = { connection: "secret", secret: "profile" } as const;

/** Refuses (`rule`) to delete something that is used; the error names the users. */
export function refuseUsed(kind: keyof typeof USERS, name: string, users: readonly string[]): void {
  if (users.length === 0) return;
  const user = USERS[kind];
  throw new KeyferryError({
    code: "rule",
    message: `the ${kind} ${quote(name)} is used by the ${user}${users.length > 1 ? "s" : ""} ${shownNames(users)}`,
    hint: kind === "connection" ? "delete these secrets first" : "let these profiles stop using it first",
  });
}
