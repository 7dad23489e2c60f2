import type { CheckResult, RemoteSecret } from "../contract/session.ts";
import type { Target } from "./place.ts";
import type { RemoteShape } from "./shape.ts";

/** Asks managers for what is not a value. Each call throws `KeyferryError`. */
export interface RemoteReader {
  /** Which keys a remote value has. It is read for that, and nothing but the names of its keys is given. */
  shape(connectionId: string, target: Target, signal?: AbortSignal): Promise<RemoteShape>;
  /** The manager's secrets, page by page as they come, each name once. */
  list(connectionId: string, filter?: string, signal?: AbortSignal): AsyncIterable<RemoteSecret>;
  /** What the manager says of one secret; nothing where the provider cannot say. */
  describe(connectionId: string, target: Target, signal?: AbortSignal): Promise<RemoteSecret | undefined>;
  /** Proves the login without reading a value. */
  check(connectionId: string, signal?: AbortSignal): Promise<CheckResult>;
}
