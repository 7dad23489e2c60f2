import { isAbsolute } from "node:path";
import { type ConnectionFields, ProviderError } from "@keyferry/core/provider";
import { pathProblem } from "./path.ts";
import { type Place, readUrl } from "./url.ts";

/** The connection's own fields, checked. */
export interface VaultConnection {
  readonly origin: string;
  readonly endpoint: string;
  readonly mount: string;
  /** `undefined` asks Vault. */
  readonly kvVersion: 1 | 2 | undefined;
  readonly namespace?: string;
  /** Origins that a standby may redirect to. */
  readonly peers: readonly string[];
  readonly caFile?: string;
  readonly proxy?: string;
  readonly socketPath?: string;
  readonly allowPlainHttp: boolean;
}

/** Throws a `ProviderError` (`invalid-connection`). */
export function refuse(message: string, hint: string): never {
  throw new ProviderError({ code: "invalid-connection", message, hint });
}

/** A path of the connection's, such as a mount's, without slashes at its ends. */
export function readPath(field: string, text: string): string {
  const path = text.replace(/^\/|\/$/g, "");
  const problem = pathProblem(path);
  return problem === undefined ? path : refuse(`${field} is no path of Vault: ${problem.message}`, "correct it");
}

/** An address of Vault. TLS is asked for wherever the requests leave this machine. */
function readPlace(field: string, text: string, plainIsFine: boolean): Place {
  const place = readUrl(text);
  if (!("origin" in place)) return refuse(`${field} cannot be used: ${place.message}`, place.hint);
  if (!place.secure && !place.local && !plainIsFine) {
    refuse(`${field} is plain http to another machine`, "use https:, or set allowPlainHttp=true");
  }
  return place;
}

/** Peers as origins. Those of an https address must be https too: a redirect never takes TLS away. */
function readPeers(text: string, secure: boolean, plainIsFine: boolean): string[] {
  return text.split(",").map((part) => {
    const peer = readPlace("peers", part.trim(), plainIsFine);
    if (peer.mount !== undefined || peer.endpoint !== peer.origin) {
      refuse("peers has an address with a path", "write https://HOST:8200, with commas between");
    }
    return peer.secure || !secure ? peer.origin : refuse("peers has a plain http address", "use https:");
  });
}

/** Checks what no field can say by itself. Throws a `ProviderError` (`invalid-connection`). */
export function readConnection({ fields, auth }: ConnectionFields): VaultConnection {
  const text = (of: ConnectionFields["fields"], name: string) => {
    const value = of[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const allowPlainHttp = fields.allowPlainHttp === true;
  const socketPath = text(auth.fields, "socketPath");
  const proxy = text(fields, "proxy");
  const caFile = text(fields, "caFile");
  const namespace = text(fields, "namespace")?.replace(/^\/|\/$/g, "");
  // Nothing of a socket's traffic leaves the machine; behind a proxy nothing stays on it.
  const plainIsFine = allowPlainHttp || socketPath !== undefined;
  const place = readPlace("url", text(fields, "url") ?? refuse("the connection has no url", "set url"), plainIsFine);
  if (proxy !== undefined && place.local && !place.secure && !allowPlainHttp) {
    refuse("url is plain http through a proxy", "use https:, or unset proxy");
  }
  const given = text(fields, "mount");
  const mount = given === undefined ? place.mount : readPath("mount", given);
  if (mount === undefined)
    return refuse("it is not said which mount is meant", "set mount, or url=https://HOST:8200/v1/MOUNT/");
  if (place.mount !== undefined && place.mount !== mount) refuse("url and mount name two mounts", "unset mount");
  if (caFile !== undefined && !isAbsolute(caFile))
    refuse("caFile is not an absolute path", "write it from the root on");
  if (namespace !== undefined && !/^[\x21-\x7e]+$/.test(namespace))
    refuse("namespace is not a name of one", "correct it");
  if (proxy !== undefined && !/^https?:\/\/[^/?#@\\\s]+\/?$/i.test(proxy)) {
    refuse("proxy is not an http(s) address without a login", "write it as http://HOST:3128");
  }
  if (proxy !== undefined && socketPath !== undefined) refuse("a socket is not reached through a proxy", "unset one");
  const peers = text(fields, "peers");
  return {
    origin: place.origin,
    endpoint: place.endpoint,
    mount,
    kvVersion: fields.kvVersion === "1" ? 1 : fields.kvVersion === "2" ? 2 : undefined,
    peers: peers === undefined ? [] : readPeers(peers, place.secure, plainIsFine),
    allowPlainHttp,
    ...(namespace === undefined ? {} : { namespace }),
    ...(caFile === undefined ? {} : { caFile }),
    ...(proxy === undefined ? {} : { proxy }),
    ...(socketPath === undefined ? {} : { socketPath }),
  };
}
