import {
  type Address,
  type CallContext,
  type CheckResult,
  type FetchOutcome,
  isOfOneAddress,
  isProviderError,
  type ListPage,
  type ListQuery,
  ProviderError,
  type RemoteSecret,
  type Session,
} from "@keyferry/core/provider";
import { broken } from "./answer-failure.ts";
import type { SecretsApi } from "./api.ts";
import type { GcpConnection } from "./connection.ts";
import { refused, speaksOf, toOutcome } from "./outcome.ts";
import { refuse } from "./refuse.ts";
import { toRemoteSecret } from "./remote-secret.ts";
import { PROJECT_PATTERN, parentOf, parseResource, type Resource } from "./resource.ts";
import { LATEST, refuseVersion } from "./version.ts";

/** Secrets a page. Google allows 25,000; a page's answer must stay well below what is read of one. */
const PAGE = 500;

const IS_PROJECT = new RegExp(`^(?:${PROJECT_PATTERN})$`);

/** An open login to Google Secret Manager. It reads and lists; nothing it calls changes anything. */
export class GcpSession implements Session {
  readonly #api: SecretsApi;
  readonly #settings: GcpConnection;

  constructor(api: SecretsApi, settings: GcpConnection) {
    this.#api = api;
    this.#settings = settings;
  }

  /** Asks for a list of one name. Who we are comes from the login itself. */
  async check(context: CallContext): Promise<CheckResult> {
    const canList = await this.#canList(context);
    const identity = await this.#api.identity(context);
    const ends = this.#api.loginEnds();
    return {
      canList,
      ...(identity === undefined ? {} : { identity }),
      ...(ends === undefined ? {} : { expiresAt: ends.toISOString(), renewable: true }),
    };
  }

  async #canList(context: CallContext): Promise<"yes" | "no"> {
    try {
      await this.#api.list(await this.#parent(context), 1, undefined, context);
      return "yes";
    } catch (thrown) {
      // Google checks the login before the right: who is denied is known.
      if (isProviderError(thrown) && thrown.failure.code === "access-denied") return "no";
      throw thrown;
    }
  }

  /** One page, without Google's own filter, which searches whole resource names by rules of its own. */
  async list(query: ListQuery, context: CallContext): Promise<ListPage> {
    const { entries, next } = await this.#api.list(await this.#parent(context), PAGE, query.cursor, context);
    const items = entries.map((entry) => toRemoteSecret(entry, (secret) => secret));
    return { items, ...(next === undefined ? {} : { next }) };
  }

  async describe(address: Address, context: CallContext): Promise<RemoteSecret> {
    const asked = await this.#resource(address, context);
    const entry = await this.#api.get(nameOf(asked), context);
    if (!speaksOf(asked, parseResource(entry.name ?? ""))) {
      throw new ProviderError(broken("the answer is of another secret than the one asked for"));
    }
    return toRemoteSecret(entry, () => address.name);
  }

  async fetch(addresses: readonly Address[], context: CallContext): Promise<readonly FetchOutcome[]> {
    return Promise.all(addresses.map((address) => this.#read(address, context)));
  }

  async #read(address: Address, context: CallContext): Promise<FetchOutcome> {
    try {
      const asked = await this.#resource(address, context);
      const value = await this.#api.access(`${nameOf(asked)}/versions/${asked.version ?? LATEST}`, context);
      return toOutcome(value, asked, !this.#settings.service.custom);
    } catch (thrown) {
      if (isProviderError(thrown) && isOfOneAddress(thrown.failure)) return refused(thrown.failure);
      throw thrown;
    }
  }

  /** The address with its project, its location and the one version that its name or its pin says. */
  async #resource({ name, version: pin }: Address, context: CallContext): Promise<Resource> {
    const named = parseResource(name);
    const version = pin ?? named?.version;
    const error = pin === undefined ? undefined : refuseVersion(pin);
    if (named === undefined || error !== undefined || (named.version ?? version) !== version) {
      throw new ProviderError(
        error ?? { code: "invalid-address", message: "the name and the version that is asked for do not fit together" },
      );
    }
    const { location } = this.#settings;
    return {
      secret: named.secret,
      project: named.project ?? (await this.#project(context)),
      ...(location === undefined ? {} : { location }),
      ...(version === undefined ? {} : { version }),
    };
  }

  async #parent(context: CallContext): Promise<string> {
    return parentOf(await this.#project(context), this.#settings.location);
  }

  async #project(context: CallContext): Promise<string> {
    const project = this.#settings.project ?? (await this.#api.project(context));
    if (project === undefined || !IS_PROJECT.test(project)) {
      refuse("neither the connection nor its login names a project", "set project=ID");
    }
    return project;
  }

  /** Google has no call that ends a token of a service account early, and a person's own login must outlive the run. */
  async dispose(): Promise<void> {
    this.#api.close();
  }
}

/** The name of a secret, without its version. */
function nameOf({ project = "", location, secret }: Resource): string {
  return `${parentOf(project, location)}/secrets/${secret}`;
}
