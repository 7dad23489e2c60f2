import { reveal, type Secret } from "./secret.ts";

/** Opens a payload so that its key can be picked and its type checked. Only `resolve/select` may call it. */
export function openForSelection<T>(payload: Secret<T>): T {
  return reveal(payload);
}

/** Opens a credential so that a connection can log in. Only `connections/` may call it. */
export function openForLogin<T>(credential: Secret<T>): T {
  return reveal(credential);
}
