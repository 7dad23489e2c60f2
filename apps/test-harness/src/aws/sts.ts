import { type CredentialBook, keyId, type Principal } from "./credentials.ts";
import { Refusal } from "./refusal.ts";
import type { RightsCheck } from "./rights.ts";
import type { XmlTree } from "./xml.ts";

/** A role that may be assumed; with `externalId` only by who names it. */
export interface Role {
  readonly arn: string;
  readonly externalId?: string;
}

interface StsContext {
  readonly book: CredentialBook;
  readonly roles: ReadonlyMap<string, Role>;
  readonly rights: RightsCheck;
  readonly who: Principal;
}

type StsOperation = (form: URLSearchParams, context: StsContext) => XmlTree;

/** The Security Token Service's operations that a login needs, by the value of `Action`. */
export const stsOperations: ReadonlyMap<string, StsOperation> = new Map([
  ["AssumeRole", assumeRole],
  ["GetCallerIdentity", getCallerIdentity],
]);

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
function assumeRole(form: URLSearchParams, { book, roles, rights, who }: StsContext): XmlTree {
  const arn = form.get("RoleArn") ?? "";
  const sessionName = form.get("RoleSessionName") ?? "";
  const seconds = Number(form.get("DurationSeconds") ?? "3600");
  if (!/^[\w+=,.@-]{2,64}$/.test(sessionName))
    throw new Refusal("ValidationException", "RoleSessionName is not valid.");
  if (!(seconds >= 900 && seconds <= 43_200)) throw new Refusal("ValidationException", "DurationSeconds is not valid.");
  rights.check(who, "sts:AssumeRole", { id: arn, secret: undefined });
  const role = roles.get(arn);
  if (!role || (role.externalId !== undefined && role.externalId !== form.get("ExternalId"))) {
    const what = `User: ${who.arn} is not authorized to perform: sts:AssumeRole on resource: ${arn}`;
    throw new Refusal("AccessDeniedException", what);
  }
  const userId = `${keyId("AROA")}:${sessionName}`;
  const userArn = `arn:aws:sts::${book.account}:assumed-role/${arn.split("/").at(-1)}/${sessionName}`;
  const session = book.issue(userArn, userId, seconds);
  return {
    AssumedRoleUser: { AssumedRoleId: userId, Arn: userArn },
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: session.expiration.toISOString().replace(/\.\d{3}/, ""),
    },
  };
}

/** Takes no right: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
function getCallerIdentity(_: URLSearchParams, { book, who }: StsContext): XmlTree {
  return { Arn: who.arn, UserId: who.userId, Account: book.account };
}
