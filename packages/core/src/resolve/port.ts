import type { Trial } from "../connections/port.ts";
import type { CheckResult, RemoteSecret } from "../contract/session.ts";
import type { Target } from "./place.ts";
import type { Selection } from "./select.ts";
import type { RemoteShape } from "./shape.ts";

/** What an examination of a remote value tells. */
export interface Examined {
  readonly shape: RemoteShape;
  /** Why the selection does not fit, in words that quote nothing of the value; absent where it does. */
  readonly misfit?: { readonly problem: string; readonly hint: string };
}

/** Asks managers for what is not a value. Each call throws `KeyferryError`. */
export interface RemoteReader {
  /** Which keys a remote value has. It is read for that, and nothing but the names of its keys is given. */
  shape(connectionId: string, target: Target, signal?: AbortSignal): Promise<RemoteShape>;
  /** The same, and whether a selection fits the value, from one read. */
  examine(connectionId: string, target: Target, selection: Selection, signal?: AbortSignal): Promise<Examined>;
  /** The manager's secrets, page by page as they come, each name once. */
  list(connectionId: string, filter?: string, signal?: AbortSignal): AsyncIterable<RemoteSecret>;
  /** What the manager says of one secret; nothing where the provider cannot say. */
  describe(connectionId: string, target: Target, signal?: AbortSignal): Promise<RemoteSecret | undefined>;
  /** Proves the login without reading a value. */
  check(connectionId: string, signal?: AbortSignal): Promise<CheckResult>;
  /** The same for a connection that is not saved. Its session is closed, and nothing of it stays. */
  checkUnsaved(trial: Trial, signal?: AbortSignal): Promise<CheckResult>;
}
