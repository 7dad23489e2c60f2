import { isProviderError, ProviderError } from "../../contract/errors.ts";
import { refused } from "./refused.ts";
import { BLOCKED_CODE } from "./safe-lookup.ts";

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ECONNRESET: "the connection was reset",
  EPIPE: "the connection was closed",
  ENOTFOUND: "its name is not known",
  EAI_AGAIN: "its name cannot be resolved now",
  ETIMEDOUT: "the network gave no answer",
  EHOSTUNREACH: "it cannot be reached",
  ENETUNREACH: "its network cannot be reached",
  ENOENT: "the socket does not exist",
  EACCES: "the socket is closed to this user",
};

/** Codes of a certificate that does not verify (https://nodejs.org/api/tls.html#x509-certificate-error-codes), and of TLS itself. */
const TLS =
  /^(CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_|HOSTNAME_MISMATCH|ERR_TLS_|ERR_SSL_|ERR_OSSL_|EPROTO$)/;

/** An error of Node as a `ProviderError`. Only its code is used, since its text may quote what was sent. */
export function networkFailure(thrown: unknown, origin: string, answered: boolean): ProviderError {
  if (isProviderError(thrown)) return thrown;
  const code = codeOf(thrown);
  if (code === BLOCKED_CODE)
    return refused(`${origin} leads to an address that is no secrets manager's`, "check the host");
  if (TLS.test(code)) {
    return refused(
      `TLS with ${origin} failed (${code})`,
      "check the certificate, and give its CA where it is your own",
    );
  }
  if (answered || code.startsWith("HPE_")) {
    const message = answered ? "was cut off" : "is not HTTP";
    return new ProviderError({ code: "integrity", message: `the answer of ${origin} ${message}` });
  }
  const reason = Object.hasOwn(REASONS, code) ? REASONS[code] : "the network failed";
  return new ProviderError({
    code: "unavailable",
    message: `${origin} cannot be asked: ${reason}`,
    hint: "check the host, the network and the proxy",
  });
}

function codeOf(thrown: unknown): string {
  if (thrown instanceof AggregateError) return codeOf(thrown.errors[0]);
  const code = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
  return typeof code === "string" && /^[A-Z][A-Z0-9_]{1,80}$/.test(code) ? code : "UNKNOWN";
}
