import { randomUUID } from "node:crypto";
import { generate } from "selfsigned";

/** A certificate and its key, as PEM. */
export interface Pair {
  readonly cert: string;
  readonly key: string;
}

/** The certificates of one store: a CA of its own, what the servers show, and what an application logs in with. */
export interface Certificates {
  readonly ca: string;
  readonly server: Pair;
  readonly client: Pair;
}

/** Makes them anew, for `localhost` and 127.0.0.1, valid for a day. */
export async function makeCertificates(): Promise<Certificates> {
  const notBeforeDate = new Date(Date.now() - 3_600_000);
  const notAfterDate = new Date(Date.now() + 86_400_000);
  const common = { keyType: "ec" as const, algorithm: "sha256", notBeforeDate, notAfterDate };
  // A name of its own: of two CAs of one name, a client that trusts both may look at the wrong one.
  const ca = await generate([{ name: "commonName", value: `Keyferry harness CA ${randomUUID()}` }], {
    ...common,
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: "commonName", value: "localhost" }], {
    ...common,
    ca: { key: ca.private, cert: ca.cert },
    extensions: [
      { name: "basicConstraints", cA: false },
      { name: "keyUsage", digitalSignature: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "localhost" },
          { type: 7, ip: "127.0.0.1" },
        ],
      },
    ],
  });
  // Entra takes RSA keys alone.
  const client = await generate([{ name: "commonName", value: "harness" }], { ...common, keyType: "rsa" });
  return {
    ca: ca.cert,
    server: { cert: server.cert, key: server.private },
    client: { cert: client.cert, key: client.private },
  };
}
