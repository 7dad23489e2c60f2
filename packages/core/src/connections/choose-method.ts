import type { AuthMethod, Manifest } from "../contract/manifest.ts";
import { nearest } from "../settings/nearest.ts";

/** The auth method that is meant, or why that cannot be decided. */
export type MethodChoice = { readonly method: AuthMethod } | { readonly message: string; readonly hint: string };

/**
 * Takes the named method; otherwise the only one; otherwise the one that the given login fields fit: it has all of
 * them, and requires no other. A method without any field is never guessed if there is another.
 */
export function chooseMethod(manifest: Manifest, auth: string | undefined, given: ReadonlySet<string>): MethodChoice {
  const methods = manifest.auth;
  if (auth !== undefined) {
    const method = methods.find(({ id }) => id === auth);
    if (method !== undefined) return { method };
    const ids = methods.map(({ id }) => id);
    const near = nearest(auth, ids);
    return {
      message: `${manifest.displayName} has no such auth method`,
      hint: near.length > 0 ? `did you mean ${near.join(" or ")}?` : `choose one of: ${ids.join(", ")}`,
    };
  }
  const [first, second] = methods;
  if (first !== undefined && second === undefined) return { method: first };
  const shared = new Set(manifest.fields.map(({ name }) => name));
  const login = [...given].filter((name) => !shared.has(name));
  const fitting = login.length === 0 ? [] : methods.filter((method) => fits(method, login));
  const [only, another] = fitting;
  if (only !== undefined && another === undefined) return { method: only };
  return {
    message:
      login.length === 0
        ? "it is not said how to log in"
        : `the fields ${login.join(", ")} fit ${only === undefined ? "no auth method" : "several auth methods"}`,
    hint: `choose one: ${(fitting.length > 0 ? fitting : methods).map(methodText).join("; ")}`,
  };
}

function fits(method: AuthMethod, login: readonly string[]): boolean {
  const known = method.fields.map(({ name }) => name);
  return login.every((name) => known.includes(name)) && required(method).every((name) => login.includes(name));
}

function required(method: AuthMethod): readonly string[] {
  return method.fields
    .filter((field) => field.required === true && field.default === undefined && field.when === undefined)
    .map(({ name }) => name);
}

function methodText(method: AuthMethod): string {
  const names = required(method);
  return names.length > 0 ? `--auth ${method.id} (needs ${names.join(", ")})` : `--auth ${method.id}`;
}
