/** What a reference of another tool means, as far as its text tells. */
export interface ForeignReference {
  /** The provider that holds it; absent where the tool's manager is none of ours, so that a person must name a connection. */
  readonly provider?: string;
  /** The name in the manager, as `secret create --remote-name` takes it. */
  readonly remoteName: string;
  readonly key?: string;
  readonly version?: string;
  /** Fields of a connection that it speaks of, as the region: the connection must have the same. */
  readonly place?: Readonly<Record<string, string>>;
  /** The mount of a Vault, where the text begins with it: the connection says it, too. */
  readonly path?: true;
}

/** A reference, or why it cannot be mapped. The reason quotes nothing: the text could be a value. */
export type Reading = { readonly reference: ForeignReference } | { readonly problem: string };

/** A grammar of references: undefined where a text is none of its own. */
export type Grammar = (text: string) => Reading | undefined;

/** Percent-decodes, or undefined where that fails. */
export function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
