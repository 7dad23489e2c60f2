/**
 * `@keyferry/provider-testkit/broken`: a reference provider that passes the suite, and for each case a provider with the
 * fault that the case is for.
 */

import type { BrokenProvider } from "./broken-provider.ts";
import { brokenErrors } from "./variants/errors.ts";
import { brokenFetches } from "./variants/fetch.ts";
import { brokenLists } from "./variants/list.ts";
import { brokenLogins } from "./variants/login.ts";
import { brokenManifests } from "./variants/manifest.ts";
import { brokenPayloads } from "./variants/payload.ts";
import { brokenSessions } from "./variants/session.ts";

export type { BrokenProvider } from "./broken-provider.ts";
export { type Change, type Opened, referenceHarness } from "./reference.ts";

export const BROKEN: readonly BrokenProvider[] = [
  ...brokenManifests,
  ...brokenLogins,
  ...brokenFetches,
  ...brokenPayloads,
  ...brokenLists,
  ...brokenErrors,
  ...brokenSessions,
];
