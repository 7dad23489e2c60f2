import type { ProviderFailure } from "./errors.ts";
import type { Host } from "./host.ts";
import type { Manifest } from "./manifest.ts";
import type { Address, CallContext, ConnectionFields, OpenConnection, Session } from "./session.ts";

/** The canonical form of a remote name, or why the text is not a name. */
export type AddressResult =
  | { readonly ok: true; readonly name: string }
  | { readonly ok: false; readonly error: ProviderFailure & { readonly code: "invalid-address" } };

/** One least-privilege document, ready to be handed to the manager. */
export interface PolicyDocument {
  readonly title: string;
  /** The document's language: `json`, `hcl`, `shell` or `text`. */
  readonly language: string;
  readonly text: string;
}

/** What a plugin's package exports as its default; made by {@link defineProvider}. */
export interface ProviderPlugin {
  readonly kind: "keyferry.provider";
  readonly manifest: Manifest;
  /**
   * Pure, without I/O: the canonical form of a name that a person wrote or the manager listed. Two names of one secret
   * have the same canonical form, as far as that can be known without asking. Never throws.
   */
  address(text: string, connection: ConnectionFields): AddressResult;
  /** Pure, without I/O: the least rights for listing, and for reading these addresses. */
  policy(addresses: readonly Address[], connection: ConnectionFields): readonly PolicyDocument[];
  /**
   * Loads the SDK and opens a session. Throws a `ProviderError` (`invalid-connection`, `unauthenticated`,
   * `unavailable`, `unsupported`).
   */
  open(connection: OpenConnection, host: Host, context: CallContext): Promise<Session>;
}

/** Marks an object as a Keyferry provider. Importing a plugin must load no SDK: `open` does. */
export function defineProvider(provider: Omit<ProviderPlugin, "kind">): ProviderPlugin {
  return Object.freeze({ kind: "keyferry.provider" as const, ...provider });
}
