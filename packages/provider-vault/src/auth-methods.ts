import type { AuthMethod, Field } from "@keyferry/core/provider";
import { textField } from "./text-field.ts";

/** Where Kubernetes puts a pod's token (https://kubernetes.io/docs/concepts/storage/projected-volumes/). */
const POD_TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount/token";

function secretField(name: string, label: string, description: string, more: Partial<Field> = {}): Field {
  return textField(name, label, description, { required: true, sensitive: true, ...more });
}

/** Where the auth method is enabled. It says which plugin of Vault sees the credentials, so it counts as an origin. */
function authMount(standard: string): Field {
  return textField("authMount", "Auth mount", "The path at which the auth method is enabled.", {
    default: standard,
    pointsTo: true,
  });
}

function role(description: string, more: Partial<Field> = {}): Field {
  return textField("role", "Role", description, { example: "backup", pointsTo: true, ...more });
}

/** The ways to log in. Their required fields differ, so that what a person gives fits one of them alone. */
export const AUTH_METHODS: readonly AuthMethod[] = [
  {
    id: "none",
    label: "A Vault Agent or Proxy on this machine",
    description: "No login of our own: an Agent or Proxy with auto-auth adds its token.",
    fields: [
      textField(
        "socketPath",
        "Unix socket",
        "The socket that the Agent or Proxy listens at; url then gives paths only.",
        {
          pattern: "/.+",
          example: "/run/vault/agent.sock",
          pointsTo: true,
        },
      ),
    ],
    ambient: { variables: [], files: [] },
  },
  {
    id: "kubernetes",
    label: "The pod's Kubernetes service account",
    description: "The service account's token, read from its file at each login.",
    fields: [
      role("The role to log in as.", { required: true }),
      textField("jwtFile", "Token file", "The file with the service account's token.", {
        default: POD_TOKEN,
        pointsTo: true,
      }),
      authMount("kubernetes"),
    ],
    ambient: { variables: [], files: [POD_TOKEN] },
  },
  {
    id: "token",
    label: "A token",
    description: "A token made elsewhere. It is neither renewed nor revoked.",
    fields: [secretField("token", "Token", "The token.")],
    ends: true,
  },
  {
    id: "app-role",
    label: "An AppRole",
    description: "A role ID and a secret ID.",
    fields: [
      // A role without bind_secret_id logs in with this alone, so it is a credential.
      secretField("roleId", "Role ID", "The role's ID."),
      secretField("secretId", "Secret ID", "The secret ID; left out where the role asks for none.", {
        required: false,
      }),
      authMount("approle"),
    ],
  },
  {
    id: "userpass",
    label: "A user name and password",
    description: "A user of Vault's userpass method.",
    fields: [
      secretField("username", "User name", "The user's name.", { multiline: true }),
      secretField("password", "Password", "The user's password.", { multiline: true }),
      authMount("userpass"),
    ],
  },
  {
    id: "jwt",
    label: "A JSON Web Token",
    description: "A token that another identity provider signed, such as a CI system's.",
    fields: [
      secretField("jwt", "JWT", "The signed token."),
      role("The role to log in as; the auth method's default if left out."),
      authMount("jwt"),
    ],
  },
  {
    id: "tls-certificate",
    label: "A TLS client certificate",
    description: "A client certificate and its private key, as PEM.",
    fields: [
      secretField("certificate", "Certificate", "The certificate, with its chain.", { multiline: true }),
      secretField("privateKey", "Private key", "The certificate's key, not encrypted.", { multiline: true }),
      role("The certificate role to log in as; any that fits if left out."),
      authMount("cert"),
    ],
  },
];
