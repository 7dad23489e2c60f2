import type { ReceivedRequest } from "../http/received-request.ts";
import type { Answer } from "../http/send.ts";
import { json, noSuchPage } from "./answers.ts";
import { authenticate, cloudPlatform } from "./authenticate.ts";
import type { CredentialBook } from "./credentials.ts";
import { checkJwt } from "./jwt.ts";
import type { Place } from "./operations/operation.ts";
import { OAuthRefusal, Refusal } from "./refusal.ts";

export interface LoginContext {
  readonly book: CredentialBook;
  readonly place: Place;
  readonly now: number;
  /** The address of the token endpoint, which an assertion must name. */
  readonly tokenUri: string;
}

type LoginOperation = (request: ReceivedRequest, context: LoginContext) => Answer;

function form({ headers, body }: ReceivedRequest): URLSearchParams {
  if (!(headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded")) {
    throw new OAuthRefusal("invalid_request", "Bad content type.");
  }
  return new URLSearchParams(body.toString("utf8"));
}

function bearer({ book }: LoginContext, principal: string): Answer {
  return json({ access_token: book.issue(principal).token, expires_in: 3599, token_type: "Bearer" });
}

/** https://developers.google.com/identity/protocols/oauth2/service-account#httprest, and the refresh of a person's login. */
function token(request: ReceivedRequest, context: LoginContext): Answer {
  const { book, now, tokenUri } = context;
  const given = form(request);
  const grant = given.get("grant_type");
  if (grant === "urn:ietf:params:oauth:grant-type:jwt-bearer") {
    const claims = checkJwt(given.get("assertion") ?? "", book, now);
    if (typeof claims === "string") throw new OAuthRefusal("invalid_grant", claims);
    if (claims.aud !== tokenUri) throw new OAuthRefusal("invalid_grant", "Invalid JWT: the audience is another.");
    if (claims.scope !== cloudPlatform)
      throw new OAuthRefusal("invalid_scope", "Invalid OAuth scope or ID token audience.");
    return bearer(context, book.email);
  }
  if (grant !== "refresh_token") throw new OAuthRefusal("unsupported_grant_type", "Invalid grant_type.");
  const { clientId, clientSecret, refreshToken } = book.user;
  if (given.get("client_id") !== clientId || given.get("client_secret") !== clientSecret) {
    throw new OAuthRefusal("invalid_client", "The OAuth client was not found.", 401);
  }
  if (given.get("refresh_token") !== refreshToken) {
    throw new OAuthRefusal("invalid_grant", "Token has been expired or revoked.");
  }
  return bearer(context, "person@example.com");
}

/** https://cloud.google.com/iam/docs/reference/sts/rest/v1/TopLevel/token */
function exchangeToken(request: ReceivedRequest, { book }: LoginContext): Answer {
  const given = form(request);
  const fits =
    given.get("grant_type") === "urn:ietf:params:oauth:grant-type:token-exchange" &&
    given.get("requested_token_type") === "urn:ietf:params:oauth:token-type:access_token" &&
    given.get("subject_token_type") === "urn:ietf:params:oauth:token-type:jwt" &&
    given.get("scope") === cloudPlatform;
  if (!fits) throw new OAuthRefusal("invalid_request", "Invalid value for a field of the request.");
  if (given.get("audience") !== book.audience)
    throw new OAuthRefusal("invalid_target", "The target service is invalid.");
  if (given.get("subject_token") !== book.subjectToken) {
    throw new OAuthRefusal("invalid_grant", "The given credential is rejected by the attribute condition.");
  }
  const issued_token_type = "urn:ietf:params:oauth:token-type:access_token";
  const { token: access_token } = book.issue("principal://pool/subject");
  return json({ access_token, issued_token_type, token_type: "Bearer", expires_in: 3599 });
}

/** https://cloud.google.com/iam/docs/reference/credentials/rest/v1/projects.serviceAccounts/generateAccessToken */
function generateAccessToken(request: ReceivedRequest, { book, now }: LoginContext): Answer {
  authenticate(request.headers.authorization, book, now);
  const email = /serviceAccounts\/([^/]+):/.exec(request.target)?.[1];
  if (email !== book.email && email !== encodeURIComponent(book.email)) {
    const what = "Permission 'iam.serviceAccounts.getAccessToken' denied on resource (or it may not exist).";
    throw new Refusal("PERMISSION_DENIED", what, "IAM_PERMISSION_DENIED", "iam.googleapis.com");
  }
  const { token: accessToken, ends } = book.issue(book.email, 3600);
  return json({ accessToken, expireTime: new Date(ends).toISOString() });
}

/** https://cloud.google.com/compute/docs/metadata/predefined-metadata-keys */
function metadata(request: ReceivedRequest, { book, place }: LoginContext): Answer {
  const headers = { "metadata-flavor": "Google", "content-type": "application/text" };
  if (request.headers["metadata-flavor"] !== "Google") return { status: 403, headers, body: "Missing Metadata-Flavor" };
  const [path = ""] = request.target.slice("/computeMetadata/v1/".length).split("?", 1);
  const issue = () =>
    JSON.stringify({ access_token: book.issue(book.email).token, expires_in: 3599, token_type: "Bearer" });
  const values: Readonly<Record<string, () => string>> = {
    instance: () => "attributes/\nservice-accounts/\n",
    "instance/service-accounts/default/email": () => book.email,
    "instance/service-accounts/default/token": issue,
    "project/project-id": () => place.project,
  };
  const value = values[path];
  return value
    ? { status: 200, headers, body: value() }
    : { ...noSuchPage, headers: { ...noSuchPage.headers, ...headers } };
}

/** The other identity provider, which gives its token to whoever has the header of its own. */
function subjectToken({ headers }: ReceivedRequest, { book }: LoginContext): Answer {
  if (headers.authorization !== "bearer harness") throw new OAuthRefusal("invalid_request", "Who are you?", 401);
  return json({ value: book.subjectToken });
}

export const loginOperations: ReadonlyMap<string, LoginOperation> = new Map([
  ["Token", token],
  ["ExchangeToken", exchangeToken],
  ["GenerateAccessToken", generateAccessToken],
  ["Metadata", metadata],
  ["SubjectToken", subjectToken],
]);
