import type { Environment, Platform } from "../platform/platform.ts";
import { Broker } from "./broker.ts";
import { JobFolder } from "./job-folder.ts";

/** What the deliveries of one job share while it runs. Nothing is made before it is asked for. */
export class Ground {
  readonly platform: Platform;
  /** The environment of the job before values are put into it: where our own helpers are looked for. */
  readonly environment: Environment;
  readonly #folder = new JobFolder();
  #broker: Promise<Broker> | undefined;
  #job: number | undefined;

  constructor(platform: Platform, environment: Environment) {
    this.platform = platform;
    this.environment = environment;
  }

  /** The job's private folder (0700). It holds sockets, pipes and scripts, never a value. Throws `KeyferryError` (`delivery`). */
  folder(): Promise<string> {
    return this.#folder.path();
  }

  broker(): Promise<Broker> {
    this.#broker ??= this.folder().then((folder) => new Broker(folder));
    return this.#broker;
  }

  /** The process id of the job, once it runs. */
  readonly job = (): number | undefined => this.#job;

  started(job: number | undefined): void {
    this.#job = job;
  }

  async end(): Promise<void> {
    await (await this.#broker?.catch(() => undefined))?.close();
    await this.#folder.remove();
  }
}
