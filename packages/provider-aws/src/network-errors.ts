import type { ErrorRow } from "./error-table.ts";

const UNREACHABLE: ErrorRow = {
  code: "unavailable",
  message: "AWS cannot be reached",
  hint: "check the network, and try again later",
};
const TOO_SLOW: ErrorRow = { code: "unavailable", message: "AWS did not answer in time", hint: "try again later" };
const UNKNOWN_HOST: ErrorRow = {
  code: "invalid-connection",
  message: "the host of the connection's region or endpoint was not found",
  hint: "check region, endpoint and this machine's name servers",
};
const UNTRUSTED: ErrorRow = {
  code: "invalid-connection",
  message: "the certificate of the endpoint is not trusted",
  hint: "check the endpoint; a CA of your own goes into NODE_EXTRA_CA_CERTS",
};
const NOT_TLS: ErrorRow = {
  code: "invalid-connection",
  message: "the endpoint does not speak TLS as it should",
  hint: "check the endpoint, its port, and what stands between",
};

/** The codes of Node's network errors (https://nodejs.org/api/errors.html, https://nodejs.org/api/tls.html). */
const BY_CODE: ReadonlyMap<string, ErrorRow> = new Map([
  ["ECONNREFUSED", UNREACHABLE],
  ["ECONNRESET", UNREACHABLE],
  ["ECONNABORTED", UNREACHABLE],
  ["EHOSTUNREACH", UNREACHABLE],
  ["ENETUNREACH", UNREACHABLE],
  ["ENETDOWN", UNREACHABLE],
  ["EADDRNOTAVAIL", UNREACHABLE],
  ["EPIPE", UNREACHABLE],
  ["EAI_AGAIN", UNREACHABLE],
  ["ERR_STREAM_PREMATURE_CLOSE", UNREACHABLE],
  ["ETIMEDOUT", TOO_SLOW],
  ["ESOCKETTIMEDOUT", TOO_SLOW],
  ["ENOTFOUND", UNKNOWN_HOST],
  ["CERT_HAS_EXPIRED", UNTRUSTED],
  ["CERT_NOT_YET_VALID", UNTRUSTED],
  ["CERT_REVOKED", UNTRUSTED],
  ["CERT_UNTRUSTED", UNTRUSTED],
  ["CERT_SIGNATURE_FAILURE", UNTRUSTED],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", UNTRUSTED],
  ["SELF_SIGNED_CERT_IN_CHAIN", UNTRUSTED],
  ["UNABLE_TO_GET_ISSUER_CERT", UNTRUSTED],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", UNTRUSTED],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", UNTRUSTED],
  ["ERR_TLS_CERT_ALTNAME_INVALID", UNTRUSTED],
  ["EPROTO", NOT_TLS],
]);

/** What we say of a network error, by its code. */
export function networkRow(code: string): ErrorRow | undefined {
  if (code.startsWith("ERR_SSL_") || code.startsWith("ERR_TLS_")) return BY_CODE.get(code) ?? NOT_TLS;
  if (code.startsWith("HPE_")) {
    return { code: "integrity", message: "the answer is not HTTP: something else stands in AWS's place" };
  }
  return BY_CODE.get(code);
}

/** What we say of an answer that is not AWS's: a web page of a proxy or a hotel network, say. */
export function statusRow(status: number): ErrorRow {
  if (status === 429) return { code: "throttled", message: "the endpoint asks for fewer requests" };
  if (status >= 500) return { code: "unavailable", message: "the endpoint could not answer", hint: "try again later" };
  return {
    code: "integrity",
    message: "the answer is not AWS's: something else stands in its place, or it was damaged",
    hint: "check the network for a sign-in page or a proxy, and the endpoint",
  };
}
