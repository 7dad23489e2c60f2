import type { Field, Manifest } from "@keyferry/core/provider";

/** The auth methods that the given fields fit: each knows all fields of the login among them, and needs no other. */
export function fittingMethods({ fields: common, auth }: Manifest, given: readonly string[]): string[] {
  const own = given.filter((name) => !namesOf(common).includes(name));
  return auth
    .filter(({ fields }) => own.every((name) => namesOf(fields).includes(name)))
    .filter(({ fields }) => namesOf(fields.filter(isNeeded)).every((name) => own.includes(name)))
    .map(({ id }) => id);
}

function isNeeded({ required, default: standard }: Field): boolean {
  return required === true && standard === undefined;
}

function namesOf(fields: readonly Field[]): string[] {
  return fields.map(({ name }) => name);
}
