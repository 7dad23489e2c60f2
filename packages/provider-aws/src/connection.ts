import { isAbsolute } from "node:path";
import { type ConnectionFields, ProviderError } from "@keyferry/core/provider";
import { REGION_PATTERN } from "./regions.ts";

/** The connection's own fields, checked. */
export interface AwsConnection {
  readonly region: string;
  readonly endpoint?: string;
  readonly stsEndpoint?: string;
  readonly fips: boolean;
  readonly dualstack: boolean;
  readonly accountId?: string;
  readonly caFile?: string;
  readonly proxy?: string;
}

/** Throws a `ProviderError` (`invalid-connection`). */
export function refuse(message: string, hint: string): never {
  throw new ProviderError({ code: "invalid-connection", message, hint });
}

const LOOPBACK = /^(localhost|127(\.[0-9]{1,3}){3}|\[::1\])$/;

/** An endpoint as it may be used: no credentials in it, and plain HTTP on this machine only. */
function readEndpoint(field: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : refuse(`${field} is not a URL`, "write it as https://HOST");
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    refuse(`${field} has more than a host and a path`, "write it as https://HOST, without a login, ? or #");
  }
  if (url.protocol === "http:" && !LOOPBACK.test(url.hostname)) {
    refuse(`${field} is plain http to another machine`, "use https:; http: is for this machine only");
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    refuse(`${field} is not an https: address`, "write it as https://HOST");
  }
  return url.href;
}

/** Checks what no field can say by itself. Throws a `ProviderError` (`invalid-connection`). */
export function readConnection({ fields }: ConnectionFields): AwsConnection {
  const text = (name: string) => {
    const value = fields[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const region = text("region") ?? refuse("the connection has no region", "set region, such as eu-west-1");
  if (!new RegExp(`^(?:${REGION_PATTERN})$`).test(region)) {
    refuse("region is not the code of an AWS region", "write it as eu-west-1");
  }
  const endpoint = text("endpoint");
  const stsEndpoint = text("stsEndpoint");
  const accountId = text("accountId");
  const caFile = text("caFile");
  const proxy = text("proxy");
  const fips = fields.fips === true;
  const dualstack = fields.dualstack === true;
  if (endpoint !== undefined && (fips || dualstack)) {
    refuse("fips and dualstack choose an endpoint, and the connection names one", "unset one of them");
  }
  if (caFile !== undefined && !isAbsolute(caFile)) {
    refuse("caFile is not an absolute path", "write it from the root on");
  }
  if (proxy !== undefined && !/^https?:\/\/[^/?#@\\\s]+\/?$/i.test(proxy)) {
    refuse("proxy is not an http(s) address without a login", "write it as http://HOST:3128");
  }
  return {
    region,
    fips,
    dualstack,
    ...(endpoint === undefined ? {} : { endpoint: readEndpoint("endpoint", endpoint) }),
    ...(stsEndpoint === undefined ? {} : { stsEndpoint: readEndpoint("stsEndpoint", stsEndpoint) }),
    ...(accountId === undefined ? {} : { accountId }),
    ...(caFile === undefined ? {} : { caFile }),
    ...(proxy === undefined ? {} : { proxy }),
  };
}
