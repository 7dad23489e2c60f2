import type { Trial } from "../connections/port.ts";
import type { CheckResult, RemoteSecret } from "../contract/session.ts";
import type { Target } from "./place.ts";
import type { Selection } from "./select.ts";
import type { RemoteShape } from "./shape.ts";

/** The result of examining a remote value. */
export interface Examined {
  readonly shape: RemoteShape;
  /** Why the selection does not fit, in words that quote nothing of the value; absent if it fits. */
  readonly misfit?: { readonly problem: string; readonly hint: string };
}

/** Asks managers for everything but values. Each call throws `KeyferryError`. */
export interface RemoteReader {
  /** The keys of a remote value. The value is read for that, but only the names of its keys are returned. */
  shape(connectionId: string, target: Target, signal?: AbortSignal): Promise<RemoteShape>;
  /** The same, and whether a selection fits the value, with a single read. */
  examine(connectionId: string, target: Target, selection: Selection, signal?: AbortSignal): Promise<Examined>;
  /** The manager's secrets, page by page as they come, each name once. */
  list(connectionId: string, filter?: string, signal?: AbortSignal): AsyncIterable<RemoteSecret>;
  /** What the manager says about one secret; undefined if the provider cannot ask. */
  describe(connectionId: string, target: Target, signal?: AbortSignal): Promise<RemoteSecret | undefined>;
  /** Proves the login without reading a value. */
  check(connectionId: string, signal?: AbortSignal): Promise<CheckResult>;
  /** The same for a connection that is not saved. Its session is closed, and nothing of it is kept. */
  checkUnsaved(trial: Trial, signal?: AbortSignal): Promise<CheckResult>;
}
