import { constants, createHmac, randomBytes, randomUUID, timingSafeEqual, verify, X509Certificate } from "node:crypto";
import { LoginRefusal } from "./refusal.ts";

/** The one tenant of a store, with one application and one managed identity. The secret parts are made anew for each store. */
export class Directory {
  readonly tenantId = randomUUID();
  readonly domain = "harness.onmicrosoft.example";
  readonly clientId = randomUUID();
  readonly objectId = randomUUID();
  readonly identityClientId = randomUUID();
  readonly clientSecret = `${randomBytes(3).toString("hex")}~${randomBytes(24).toString("base64url")}`;
  readonly #certificate: X509Certificate;
  readonly #federation = randomBytes(32);
  readonly #now: () => number;
  /** Device codes that a person may approve. */
  readonly #codes = new Map<string, { readonly userCode: string; approved: boolean }>();

  constructor(certificate: string, now: () => number) {
    this.#certificate = new X509Certificate(certificate);
    this.#now = now;
  }

  checkTenant(tenant: string): void {
    if (tenant === this.tenantId || tenant === this.domain) return;
    throw new LoginRefusal(90002, `Tenant '${tenant}' not found.`, "invalid_request", 400);
  }

  checkClient(clientId: string | null): void {
    if (clientId === this.clientId) return;
    throw new LoginRefusal(700016, "Application was not found in the directory.", "unauthorized_client", 400);
  }

  checkSecret(secret: string): void {
    const given = Buffer.from(secret);
    const known = Buffer.from(this.clientSecret);
    if (given.length === known.length && timingSafeEqual(given, known)) return;
    throw new LoginRefusal(7000215, "Invalid client secret provided.");
  }

  /**
   * Proves an assertion: one that the application signed with its certificate, or a token of another issuer that it trusts.
   * https://learn.microsoft.com/entra/identity-platform/certificate-credentials
   */
  checkAssertion(assertion: string, tokenEndpoint: string): void {
    const [header = "", body = "", signature = ""] = assertion.split(".");
    const read = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString("utf8") || "{}");
    const { alg, "x5t#S256": thumbprint } = read(header);
    const { aud, iss, sub, exp, nbf, jti } = read(body);
    const at = this.#now() / 1000;
    if (iss === "https://federation.example") {
      const expected = createHmac("sha256", this.#federation).update(`${header}.${body}`).digest("base64url");
      if (expected !== signature)
        throw new LoginRefusal(700211, "No matching federated identity record found for issuer.");
      if (sub !== "system:serviceaccount:harness") throw new LoginRefusal(700213, "No matching record for subject.");
      if (!(exp > at)) throw new LoginRefusal(700024, "Client assertion is not within its valid time range.");
      return;
    }
    const own = this.#certificate.fingerprint256.replaceAll(":", "").toLowerCase();
    if (Buffer.from(thumbprint ?? "", "base64url").toString("hex") !== own) {
      throw new LoginRefusal(700027, "The certificate with this thumbprint is not registered.");
    }
    const padding = alg === "PS256" ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } : {};
    const signed = Buffer.from(`${header}.${body}`);
    const key = { key: this.#certificate.publicKey, ...padding };
    const proven = /^[PR]S256$/.test(alg) && verify("sha256", signed, key, Buffer.from(signature, "base64url"));
    if (!proven) throw new LoginRefusal(700027, "The signature of the assertion is invalid.");
    const fits = aud === tokenEndpoint && iss === this.clientId && sub === this.clientId && typeof jti === "string";
    if (!fits) throw new LoginRefusal(700023, "The claims of the assertion do not fit.");
    if (!(exp > at && nbf <= at + 300)) throw new LoginRefusal(700024, "The assertion is not within its time range.");
  }

  /** A token as a Kubernetes cluster would give it to a pod. */
  federatedToken(subject = "system:serviceaccount:harness", seconds = 600): string {
    const exp = Math.floor(this.#now() / 1000) + seconds;
    const parts = [
      { alg: "HS256", typ: "JWT" },
      { iss: "https://federation.example", sub: subject, aud: "api://AzureADTokenExchange", exp },
    ].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"));
    const signature = createHmac("sha256", this.#federation).update(parts.join(".")).digest("base64url");
    return [...parts, signature].join(".");
  }

  newDeviceCode(): { readonly deviceCode: string; readonly userCode: string } {
    const [deviceCode, userCode] = [
      randomBytes(24).toString("base64url"),
      randomBytes(4).toString("hex").toUpperCase(),
    ];
    this.#codes.set(deviceCode, { userCode, approved: false });
    return { deviceCode, userCode };
  }

  /** What a person does in the browser. */
  approve(userCode: string): void {
    for (const code of this.#codes.values()) if (code.userCode === userCode) code.approved = true;
  }

  checkDeviceCode(deviceCode: string): void {
    const code = this.#codes.get(deviceCode);
    if (code === undefined) throw new LoginRefusal(70018, "Bad verification code.", "bad_verification_code", 400);
    if (!code.approved) throw new LoginRefusal(70016, "Authorization is pending.", "authorization_pending", 400);
  }
}
