/** The id of the secret definition that is a login's source, `secret:ID`; undefined for a source of another kind. */
export function secretOfSource(source: string): string | undefined {
  return source.startsWith("secret:") ? source.slice("secret:".length) : undefined;
}

/** The source that reads a secret definition: by its id, so that it may be renamed. */
export function sourceOfSecret(id: string): string {
  return `secret:${id}`;
}
