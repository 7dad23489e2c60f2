import type { CaseResult, Deviations, ProviderHarness } from "@keyferry/provider-testkit";
import type { Place } from "../server.ts";

/** What a server brings to the conformance suite; the provider is added by who runs it. */
export type ServerHarness = Omit<ProviderHarness, "name" | "plugin" | "entry">;

/** How the published conformance suite is run against one kind of server. */
export interface ServerSuite {
  /** Case → why this server, and not the manager that it plays, fails it. One that is not needed fails the run. */
  readonly deviations?: Deviations;
  /** What the harness cannot have of this server → why. Printed with the cases that do not apply because of it. */
  readonly cannot: Readonly<Record<string, string>>;
  /** Starts a server of its own that holds nothing, for vitest on this system. */
  readonly open?: (installation: string, place: Place) => Promise<ServerHarness>;
  /** In its place, where the provider must run on the server's own system: runs every case there. */
  readonly run?: (installation: string, place: Place) => Promise<readonly CaseResult[]>;
}

/** The results, with the server's own reason beside the suite's where the harness lacks something. */
export function withReasons(results: readonly CaseResult[], cannot: ServerSuite["cannot"]): CaseResult[] {
  return results.map((result) => {
    const why = result.why ?? "";
    const lacking = /^the harness has no (?:fault )?(\S+)$/.exec(why)?.[1];
    const reason = lacking === undefined ? undefined : (cannot[lacking] ?? cannot.otherwise);
    return result.state !== "not applicable" || reason === undefined ? result : { ...result, why: `${why}: ${reason}` };
  });
}
