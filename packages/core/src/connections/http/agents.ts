import type { Agent as HttpAgent } from "node:http";
import type { Agent as HttpsAgent } from "node:https";

/**
 * Node's own HTTP, loaded when it is needed. It is taken from the process because an `import` reads every export, and
 * one of them loads all of undici (20 ms).
 */
export const nodeHttp = () => process.getBuiltinModule("node:http");
/** Node's HTTPS, which takes as long again to load. */
export const nodeHttps = () => process.getBuiltinModule("node:https");

/** The sockets of one session, kept open between its requests. Node's shared agents are not used: they may read proxies from the environment. */
export class Agents {
  #http: HttpAgent | undefined;
  #https: HttpsAgent | undefined;

  get http(): HttpAgent {
    this.#http ??= new (nodeHttp().Agent)({ keepAlive: true });
    return this.#http;
  }

  get https(): HttpsAgent {
    this.#https ??= new (nodeHttps().Agent)({ keepAlive: true });
    return this.#https;
  }

  /** Closes them. A later request opens new ones. */
  close(): void {
    this.#http?.destroy();
    this.#https?.destroy();
    this.#http = undefined;
    this.#https = undefined;
  }
}
