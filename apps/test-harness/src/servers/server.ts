import type { Payload } from "@keyferry/core/provider";
import type { CommandLine } from "./command-line.ts";
import type { ServerSuite } from "./conformance/server-suite.ts";

/** Where a server's installation rests and where its logs go. Both outlive the run. */
export interface Place {
  /** The cache folder. */
  readonly cache: string;
  /** The folder of this run's logs. */
  readonly logs: string;
}

/** A connection as a person would define it. `credentials` are handed over in environment variables. */
export interface ServerConnection {
  readonly fields: Readonly<Record<string, string>>;
  readonly method: string;
  readonly credentials: Readonly<Record<string, string>>;
}

/** A server that runs, with the hand of its administrator: what the provider must never do, the harness does. */
export interface RunningServer {
  readonly connection: ServerConnection;
  /** In place of some of the credentials: a login that the server must refuse. Absent where nobody logs in. */
  readonly wrongCredentials?: Readonly<Record<string, string>>;
  /** The kinds of payload that the manager knows. */
  readonly kinds: readonly Payload["kind"][];
  /** Where the command line must run on the server's own system; else it runs here. */
  readonly openCommandLine?: () => Promise<CommandLine>;
  /** Writes a secret, or a further version of it. Resolves with the version's id, where the manager has versions. */
  seed(name: string, payload: Payload): Promise<string | undefined>;
  remove(name: string): Promise<void>;
  /** Ends the server's process, by its own pid. */
  stop(): Promise<void>;
}

/** One independent server: how it is had, and how it starts. */
export interface Server {
  /** What was asked for, such as `moto 5.2.5`. */
  readonly version: string;
  /** Scenario → why this server, and not the manager that it plays, lets it fail. One that is not needed fails the run. */
  readonly deviations?: Readonly<Record<string, string>>;
  readonly suite: ServerSuite;
  /** Builds or downloads into the cache, unless it is there. Resolves with what `start` needs: the path of the installation. */
  install(place: Place): Promise<string>;
  /** Throws when the server does not answer in time. */
  start(installation: string, place: Place): Promise<RunningServer>;
}
