import { type HostResponse, isProviderError, type ProviderFailure, retryAfterMs } from "@keyferry/core/provider";
import { ERROR_TABLE, type ErrorRow, TOKEN_CASES } from "./error-table.ts";
import { asRecord, parseRecord, textOf } from "./json-record.ts";

/** An answer that cannot be believed. */
export function broken(message: string): ProviderFailure {
  return { code: "integrity", message, hint: "check vault, and what stands between" };
}

export const NOT_AZURE = "the answer is not Azure's: something else stands in its place, or it was damaged";

/** What an answer says of a request by its status alone. `who` is the vault or the login. */
export function statusRow(status: number, who: string): ErrorRow {
  if (status === 429) return { code: "throttled", message: `${who} asks for fewer requests` };
  if (status >= 500) return { code: "unavailable", message: `${who} could not answer`, hint: "try again later" };
  return broken(NOT_AZURE);
}

/** A row with what is taken over from an answer: the request's ID and the pause, each checked for its shape. */
export function failureOf(row: ErrorRow, { headers }: Pick<HostResponse, "headers">): ProviderFailure {
  const id = headers["x-ms-request-id"] ?? "";
  const pause = retryAfterMs(headers["retry-after"] ?? "", new Date());
  const pauses = row.code === "throttled" || row.code === "unavailable";
  return {
    ...row,
    ...(/^[A-Za-z0-9_-]{1,128}$/.test(id) ? { requestId: id } : {}),
    ...(pause !== undefined && pauses ? { retryAfterMs: pause } : {}),
  };
}

/** An answer of the vault other than 200, in our own words. Only its codes are read; its text chooses a row at most. */
export function vaultFailure(answer: HostResponse): ProviderFailure {
  const { status } = answer;
  if (status === 429 || status >= 500) return failureOf(statusRow(status, "the vault"), answer);
  const error = asRecord(parseRecord(Buffer.from(answer.body).toString("utf8"))?.error);
  const code = textOf(error, "code");
  if (error === undefined || code === undefined) return failureOf(statusRow(status, "the vault"), answer);
  if (status === 401) {
    const text = textOf(error, "message") ?? "";
    const row = TOKEN_CASES.find((one) => one.text.test(text))?.row ?? statusRow(status, "the vault");
    return failureOf(row, answer);
  }
  const inner = asRecord(error.innererror) ?? asRecord(error.innerError);
  const row = ERROR_TABLE.get(textOf(inner, "code") ?? "") ?? ERROR_TABLE.get(code);
  return failureOf(
    row ?? {
      code: "unsupported",
      message: "the vault refuses the request for a reason that we do not know",
      hint: "check that vault is the address of an Azure Key Vault",
    },
    answer,
  );
}

/** How the SDK's check of a challenge begins its complaints; it has no code of its own. */
const CHALLENGE = /^(The challenge |The request URL must use HTTPS)/;

/** Anything that the SDK throws, in our own words. All that the transports throw is ours already, and passes through it. */
export function toFailure(thrown: unknown): ProviderFailure {
  if (isProviderError(thrown)) return thrown.failure;
  if (thrown instanceof Error && CHALLENGE.test(thrown.message)) {
    return {
      code: "invalid-connection",
      message: "the vault asks for a login of another place than its own",
      hint: "check vault; an address outside the clouds needs customVault=true",
    };
  }
  return { code: "internal", message: "the Azure SDK failed in a way that we do not know" };
}
