import { randomBytes, randomUUID } from "node:crypto";
import type { TLSSocket } from "node:tls";
import { errors, Refused } from "./answers.ts";

/** What each auth method of a store takes, made anew for each store. */
export interface Credentials {
  readonly roleId: string;
  readonly secretId: string;
  readonly username: string;
  readonly password: string;
  readonly jwt: string;
  /** The role of the Kubernetes and JWT methods. */
  readonly role: string;
}

export function makeCredentials(): Credentials {
  const part = (bytes: number) => randomBytes(bytes).toString("base64url");
  return {
    roleId: randomUUID(),
    secretId: randomUUID(),
    username: `user-${part(6)}`,
    password: `${part(12)} "${part(6)}"`,
    jwt: `${part(20)}.${part(60)}.${part(40)}`,
    role: "backup",
  };
}

/** One login as it came over the wire. */
export interface LoginRequest {
  readonly mount: string;
  /** What stands behind `login/`. */
  readonly below: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly socket: unknown;
}

function check(right: boolean, status: number, text: string): void {
  if (!right) throw new Refused(errors(status, text));
}

/** Whether the client proved that it has the key of this certificate. */
function presented(socket: unknown, fingerprint: string | undefined): boolean {
  const peer = (socket as Partial<TLSSocket>).getPeerCertificate?.();
  return fingerprint !== undefined && peer?.fingerprint256 === fingerprint;
}

/**
 * Checks a login as the auth method of that path does, and gives the display name that its token gets. Throws
 * {@link Refused} in the words of the method: https://developer.hashicorp.com/vault/api-docs/auth
 */
export function checkLogin(request: LoginRequest, expected: Credentials, fingerprint: string | undefined): string {
  const { mount, below, body, socket } = request;
  switch (mount) {
    case "approle":
      check(body.role_id === expected.roleId && body.secret_id === expected.secretId, 400, "invalid role or secret ID");
      return "approle";
    case "userpass":
      check(below === expected.username && body.password === expected.password, 400, "invalid username or password");
      return `userpass-${below}`;
    case "kubernetes":
      check(body.jwt === expected.jwt && body.role === expected.role, 403, "permission denied");
      return "kubernetes-backup-default";
    case "jwt":
      check(body.jwt === expected.jwt, 400, "error validating token: invalid signature");
      check((body.role ?? expected.role) === expected.role, 400, 'role "other" could not be found');
      return "jwt-backup";
    case "cert":
      check(presented(socket, fingerprint), 400, "failed to match all constraints for this login certificate");
      return "cert-backup";
    default:
      throw new Refused(errors(403, "permission denied"));
  }
}
