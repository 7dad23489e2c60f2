import { generate } from "selfsigned";

/** A self-signed certificate for a DNS name, made anew for each test. */
export function certificate(name: string, more: { readonly notAfterDate?: Date; readonly notBeforeDate?: Date } = {}) {
  return generate([{ name: "commonName", value: name }], {
    keyType: "ec",
    algorithm: "sha256",
    extensions: [
      { name: "basicConstraints", cA: true },
      { name: "subjectAltName", altNames: [{ type: 2, value: name }] },
    ],
    ...more,
  });
}
