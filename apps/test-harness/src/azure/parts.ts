import type { Call } from "./calls.ts";
import type { Directory } from "./directory.ts";
import type { FaultQueue } from "./faults.ts";
import type { Rights } from "./rights.ts";
import type { VaultState } from "./state.ts";
import type { TokenBook } from "./tokens.ts";

/** All that a store knows; the handlers read it, the store's owner changes it. */
export interface StoreParts {
  /** What tokens must be for. */
  readonly resource: string;
  readonly now: () => number;
  readonly state: VaultState;
  readonly directory: Directory;
  readonly tokens: TokenBook;
  readonly rights: Rights;
  readonly faults: FaultQueue;
  /** Entries of a page at most. */
  readonly paging: { list: number };
  readonly identityHeader: string;
  readonly calls: Call[];
  /** Where the servers listen. */
  readonly at: { vault: string; login: string };
  /** Ends every wait. */
  readonly closing: AbortSignal;
}
