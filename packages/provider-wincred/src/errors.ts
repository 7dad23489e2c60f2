import { isProviderError, type ProviderFailure } from "@keyferry/core/provider";

/** `ERROR_NOT_FOUND`: of a list, it means that the list is empty. */
export const NOT_FOUND = 1168;

type Row = Pick<ProviderFailure, "code" | "message" | "hint">;

const SERVICE: Row = {
  code: "unavailable",
  message: "the system's credential service does not answer",
  hint: "see that the services Credential Manager (VaultSvc) and Remote Procedure Call run",
};

const MEMORY: Row = { code: "unavailable", message: "the system is out of memory", hint: "try again later" };

/**
 * The system's errors by number: those of `CredReadW` and `CredEnumerateW`
 * (https://learn.microsoft.com/en-us/windows/win32/api/wincred/nf-wincred-credreadw,
 * https://learn.microsoft.com/en-us/windows/win32/api/wincred/nf-wincred-credenumeratew) and general ones
 * (https://learn.microsoft.com/en-us/windows/win32/debug/system-error-codes).
 */
const TABLE: ReadonlyMap<number, Row> = new Map<number, Row>([
  [
    5,
    { code: "access-denied", message: "the system denies access to the credential", hint: "check the job's account" },
  ],
  [8, MEMORY],
  [13, { code: "integrity", message: "the credential is damaged in the system's store", hint: "write it anew" }],
  [14, MEMORY],
  [87, { code: "invalid-address", message: "the system takes no such target name", hint: "list the names anew" }],
  [1004, { code: "internal", message: "the system refuses the flags of the call", hint: "report this as a fault" }],
  [1058, SERVICE],
  [1062, SERVICE],
  [
    1312,
    {
      code: "unauthenticated",
      message: "this logon session has no credential store",
      hint: "network logons (WinRM, SSH with a key) and some service logons have none: run the job as a scheduled task or a service that logs on with the account's password",
    },
  ],
  [1722, SERVICE],
]);

/** The failure of one of the system's calls. `account` is whose store was asked. */
export function failureOf(code: number, account: string): ProviderFailure {
  if (code === NOT_FOUND) return notFound(account);
  return TABLE.get(code) ?? { code: "internal", message: `the system fails with error ${code}` };
}

/** A credential that is not there. A person mostly looks for one of another account, so the hint names the account. */
export function notFound(account: string): ProviderFailure {
  const name = account.replace(/\p{C}/gu, "?").slice(0, 100);
  return {
    code: "not-found",
    message: "the account's store has no generic credential of that target name",
    hint: `this is the store of ${name}: every Windows account, SYSTEM included, has its own. Add the entry as this account, or run as the account that has it`,
  };
}

/** Reading a domain credential: applications can write its password, and only the LSA can read it. */
export function domainOnly(kind: string): ProviderFailure {
  return {
    code: "unsupported",
    message: `this is a ${kind}: Windows hands its secret to its own security process (LSA) alone`,
    hint: "store it again as a generic credential: cmdkey /generic:TARGET /user:NAME /pass",
  };
}

/** Anything that is thrown, as ours. What a native library throws may quote its arguments, so none of it is kept. */
export function toFailure(thrown: unknown): ProviderFailure {
  if (isProviderError(thrown)) return thrown.failure;
  return { code: "internal", message: "the call to the system failed in a way that we do not know" };
}
