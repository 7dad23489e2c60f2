import type { ReceivedRequest } from "../http/received-request.ts";
import type { Service } from "./calls.ts";
import { accessSecretVersion } from "./operations/access-secret-version.ts";
import { getSecret } from "./operations/get-secret.ts";
import { listSecrets } from "./operations/list-secrets.ts";
import type { Operation, Target } from "./operations/operation.ts";

/** Which operation of which service a request asks for, told without trusting it. */
export interface Incoming {
  readonly service: Service;
  readonly operation: string;
  readonly write: boolean;
  readonly target?: Target;
  readonly run?: Operation;
}

const resource =
  /^\/v1\/(projects\/([^/]+)(?:\/locations\/([^/]+))?\/secrets(?:\/([^/:]+)(?:\/versions\/([^/:]+):access)?)?)$/;

/** The addresses of a login, with the one method that each takes. */
const logins: readonly (readonly [method: string, path: RegExp, service: Service, operation: string])[] = [
  ["POST", /^\/token$/, "oauth2", "Token"],
  ["POST", /^\/v1\/token$/, "sts", "ExchangeToken"],
  ["POST", /^\/v1\/projects\/-\/serviceAccounts\/[^/]+:generateAccessToken$/, "iamcredentials", "GenerateAccessToken"],
  ["GET", /^\/computeMetadata\/v1(\/.*)?$/, "metadata", "Metadata"],
  ["GET", /^\/subject-token$/, "subject", "SubjectToken"],
];

/** Names are compared as they stood on the wire: the service takes no escaped form of a name's own characters. */
export function identify({ method, target }: ReceivedRequest): Incoming {
  const [path = ""] = target.split("?", 1);
  const login = logins.find(([verb, form]) => verb === method && form.test(path));
  if (login) return { service: login[2], operation: login[3], write: false };
  const found = resource.exec(path);
  if (method !== "GET" || !found) return { service: "unknown", operation: "", write: true };
  const [, name = "", project = "", location, secret = "", version = ""] = found;
  const named: Target = { project, location, secret, version, resource: name.replace(/:access$/, "") };
  if (secret === "") {
    return { service: "secretmanager", operation: "ListSecrets", write: false, run: listSecrets, target: named };
  }
  if (version === "") {
    return { service: "secretmanager", operation: "GetSecret", write: false, run: getSecret, target: named };
  }
  const operation = "AccessSecretVersion";
  return { service: "secretmanager", operation, write: false, run: accessSecretVersion, target: named };
}
