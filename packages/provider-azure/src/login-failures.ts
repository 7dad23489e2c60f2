import type { HostResponse, ProviderFailure } from "@keyferry/core/provider";
import type { ErrorRow } from "./error-table.ts";
import { failureOf, statusRow } from "./errors.ts";
import { parseRecord, textOf } from "./json-record.ts";

function wrong(message: string, hint: string): ErrorRow {
  return { code: "unauthenticated", message, hint };
}

const SECRET = "check the client secret's value (not its ID), or make a new one";
const CERTIFICATE = "register this certificate with the application, and check the clock of this machine";
const FEDERATION = "compare issuer, subject and audience of the token with the application's federated credential";

/** By the number of the error: https://learn.microsoft.com/entra/identity-platform/reference-error-codes. */
const BY_NUMBER: ReadonlyMap<number, ErrorRow> = new Map([
  [7000215, wrong("the client secret is wrong", SECRET)],
  [7000222, wrong("the client secret has expired", SECRET)],
  [700016, wrong("the tenant has no such application", "check clientId and tenantId")],
  [7000112, wrong("the application is disabled", "enable it in Microsoft Entra")],
  [90002, wrong("there is no such tenant", "check tenantId and cloud")],
  [900023, wrong("there is no such tenant", "check tenantId and cloud")],
  [700024, wrong("the login's assertion is outside its time", CERTIFICATE)],
  [700027, wrong("the application does not know this certificate", CERTIFICATE)],
  [700211, wrong("no federated credential fits the token's issuer", FEDERATION)],
  [700212, wrong("no federated credential fits the token's audience", FEDERATION)],
  [700213, wrong("no federated credential fits the token's subject", FEDERATION)],
  [70021, wrong("no federated credential fits the token", FEDERATION)],
  [70020, wrong("the code was not entered in time", "run it again, and enter the new code")],
  [53003, wrong("conditional access of the tenant blocks this login", "ask the tenant's administrator")],
  [50076, wrong("the tenant wants a second factor", "log in again in the browser or with `az login`")],
  [
    500011,
    {
      code: "invalid-connection",
      message: "the tenant does not know the resource that the token is for",
      hint: "check cloud, and resource where the vault is outside the clouds",
    },
  ],
]);

const REFUSED = wrong("the login is refused", "check the auth method's fields and its credential");
const NO_IDENTITY = wrong("this machine has no such managed identity", "assign one to it, or check identityClientId");

/** What a device code's login says until a person has entered the code. */
const WAITING = new Set(["authorization_pending", "slow_down"]);

/**
 * What Microsoft Entra's refusal means, in our own words; `undefined` where it is none. MSAL turns answers into errors
 * that quote them, so that the answer itself is read here: its number, and nothing of its text.
 */
export function authorityFailure(answer: HostResponse): ProviderFailure | undefined {
  const { status } = answer;
  if (status === 429 || status >= 500) return failureOf(statusRow(status, "the login"), answer);
  const body = parseRecord(Buffer.from(answer.body).toString("utf8"));
  const error = textOf(body, "error");
  if (status === 200 && body !== undefined && error === undefined) return undefined;
  if (body === undefined || error === undefined)
    return failureOf(statusRow(status === 200 ? 0 : status, "the login"), answer);
  if (WAITING.has(error)) return undefined;
  const numbers: readonly unknown[] = Array.isArray(body.error_codes) ? body.error_codes : [];
  const row = numbers.flatMap((one) => (typeof one === "number" ? (BY_NUMBER.get(one) ?? []) : []))[0];
  return failureOf(row ?? REFUSED, answer);
}

/** What the endpoint of the machine's identity answers, in our own words; `undefined` where it gives a token or a challenge. */
export function identityFailure(answer: HostResponse): ProviderFailure | undefined {
  const { status } = answer;
  if (status === 200) {
    const body = parseRecord(Buffer.from(answer.body).toString("utf8"));
    return body === undefined ? failureOf(statusRow(0, "the machine's identity endpoint"), answer) : undefined;
  }
  // Azure Arc names a file that the token is fetched with: https://learn.microsoft.com/azure/azure-arc/servers/managed-identity-authentication
  if (status === 401 && answer.headers["www-authenticate"] !== undefined) return undefined;
  // While an identity is being set up: https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
  if (status === 404 || status === 410 || status === 429 || status >= 500) {
    return failureOf(statusRow(status === 429 ? 429 : 503, "the machine's identity endpoint"), answer);
  }
  return failureOf(NO_IDENTITY, answer);
}
