import { ProviderError } from "@keyferry/core/provider";
import { dataOf, instantOf, isRecord, parseAnswer, textOf, unfit } from "./answers.ts";
import type { Lease, TokenState } from "./api.ts";

/** What a login gave. */
export interface VaultAuth extends Lease {
  readonly token: string;
  /** Batch tokens live in no store, so that nothing can revoke them. */
  readonly revocable: boolean;
}

function secondsOf(of: unknown): number {
  return typeof of === "number" && Number.isFinite(of) && of > 0 ? of : 0;
}

function parsed(body: Uint8Array) {
  return parseAnswer(body, "application/json") ?? unfit("the answer is no JSON object");
}

/**
 * Reads the `auth` of a login or a renewal (https://developer.hashicorp.com/vault/api-docs/auth/token). Throws a
 * `ProviderError`: `integrity`, or `unsupported` for a login that asks for a second factor.
 */
export function readAuth(body: Uint8Array): VaultAuth {
  const { auth } = parsed(body);
  const members = isRecord(auth) ? auth : unfit("the answer to the login holds no login");
  if (isRecord(members.mfa_requirement)) {
    throw new ProviderError({
      code: "unsupported",
      message: "Vault asks this login for a second factor",
      hint: "use a login without one, such as an AppRole",
    });
  }
  const token = textOf(members.client_token);
  if (token === undefined || !/^[\x21-\x7e]+$/.test(token)) return unfit("the answer to the login holds no token");
  return {
    token,
    seconds: secondsOf(members.lease_duration),
    renewable: members.renewable === true,
    revocable: members.token_type !== "batch",
  };
}

/** Reads what `lookup-self` says. Throws a `ProviderError` (`integrity`). */
export function readTokenState(body: Uint8Array): TokenState {
  const data = dataOf(parsed(body));
  const displayName = textOf(data.display_name);
  const endsAt = instantOf(data.expire_time);
  return {
    seconds: secondsOf(data.ttl),
    renewable: data.renewable === true,
    ...(displayName === undefined ? {} : { displayName }),
    ...(endsAt === undefined ? {} : { endsAt }),
  };
}
