import { createPrivateKey, X509Certificate } from "node:crypto";
import { ProviderError } from "@keyferry/core/provider";

function unusable(message: string, hint: string): never {
  throw new ProviderError({ code: "unauthenticated", message, hint });
}

/**
 * Checks that a PEM text holds a certificate that is valid now and the private key that belongs to it: the SDK would find
 * out later, in errors that quote the text. Throws `unauthenticated`.
 */
export function checkCertificate(pem: string, password: string | undefined, now: Date): void {
  const certificate = parse(() => new X509Certificate(pem));
  if (certificate === undefined)
    unusable("certificate holds no certificate as PEM", "give the certificate and its key in one text");
  const options = { key: pem, format: "pem" as const, ...(password === undefined ? {} : { passphrase: password }) };
  const key = parse(() => createPrivateKey(options));
  if (key === undefined) {
    unusable(
      "certificate holds no private key that can be read",
      "give the key as PEM, and certificatePassword where it has one",
    );
  }
  if (!certificate.checkPrivateKey(key))
    unusable("the private key is not the certificate's", "give the two that belong together");
  if (certificate.validToDate < now)
    unusable("the certificate has expired", "make a new one, and register it with the application");
  if (certificate.validFromDate > now) unusable("the certificate is not yet valid", "check the clock of this machine");
}

function parse<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
