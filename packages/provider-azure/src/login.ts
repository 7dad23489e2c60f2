import { type OpenConnection, ProviderError } from "@keyferry/core/provider";
import { GUID_PATTERN, TENANT_PATTERN } from "./auth-methods.ts";
import { refuse } from "./connection.ts";

/** A connection's login, checked. */
export type Login =
  | { readonly kind: "managed-identity"; readonly clientId?: string }
  | {
      readonly kind: "workload-identity";
      readonly tenantId?: string;
      readonly clientId?: string;
      readonly tokenFile?: string;
    }
  | { readonly kind: "azure-cli"; readonly tenantId?: string }
  | { readonly kind: "client-secret"; readonly tenantId: string; readonly clientId: string; readonly secret: string }
  | {
      readonly kind: "client-certificate";
      readonly tenantId: string;
      readonly clientId: string;
      readonly pem: string;
      readonly password?: string;
      readonly sendChain: boolean;
    }
  | { readonly kind: "device-code"; readonly tenantId: string; readonly clientId?: string }
  | { readonly kind: "default-chain"; readonly tenantId?: string; readonly clientId?: string };

/** What a login reads of its connection, each checked. */
interface LoginFields {
  optional(name: string, pattern: string): string | undefined;
  needed(name: string, pattern: string): string;
  credential(name: string): string;
}

function fieldsOf({ auth, credentials }: OpenConnection): LoginFields {
  const optional = (name: string, pattern: string): string | undefined => {
    const value = auth.fields[name];
    if (typeof value !== "string" || value === "") return undefined;
    return new RegExp(`^(?:${pattern})$`).test(value)
      ? value
      : refuse(`${name} is not written as it should be`, "copy it anew");
  };
  return {
    optional,
    needed: (name, pattern) => optional(name, pattern) ?? refuse(`the login has no ${name}`, `set ${name}`),
    credential: (name) => {
      const value = credentials[name];
      return value === undefined || value === ""
        ? refuse(`the login has no ${name}`, `give --credential ${name}=SOURCE`)
        : value;
    },
  };
}

/** A member of this name, or none where there is no value. */
function given<K extends string>(name: K, value: string | undefined): { readonly [N in K]?: string } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [N in K]?: string };
}

/** A client secret. Throws a `ProviderError` (`unauthenticated`) for one that no application can have. */
function clientSecret(secret: string): string {
  if (/^[\x21-\x7e]+$/.test(secret)) return secret;
  const message = "clientSecret has characters that none has: a space, a line break, or one outside ASCII";
  throw new ProviderError({ code: "unauthenticated", message, hint: "look at the end of its source" });
}

/** Reads the login of a connection. Throws a `ProviderError` (`invalid-connection`, `unauthenticated`). */
export function readLogin(connection: OpenConnection): Login {
  const { auth, credentials } = connection;
  const { optional, needed, credential } = fieldsOf(connection);
  switch (auth.method) {
    case "managed-identity":
      return { kind: "managed-identity", ...given("clientId", optional("identityClientId", GUID_PATTERN)) };
    case "workload-identity":
      return {
        kind: "workload-identity",
        ...given("tenantId", optional("tenantId", TENANT_PATTERN)),
        ...given("clientId", optional("clientId", GUID_PATTERN)),
        ...given("tokenFile", optional("tokenFile", "[^\\0]{1,4096}")),
      };
    case "azure-cli":
      return { kind: "azure-cli", ...given("tenantId", optional("tenantId", TENANT_PATTERN)) };
    case "client-secret": {
      const secret = clientSecret(credential("clientSecret"));
      return {
        kind: "client-secret",
        tenantId: needed("tenantId", TENANT_PATTERN),
        clientId: needed("clientId", GUID_PATTERN),
        secret,
      };
    }
    case "client-certificate":
      return {
        kind: "client-certificate",
        tenantId: needed("tenantId", TENANT_PATTERN),
        clientId: needed("clientId", GUID_PATTERN),
        pem: credential("certificate"),
        ...given("password", credentials.certificatePassword),
        sendChain: auth.fields.sendChain === true,
      };
    case "device-code":
      return {
        kind: "device-code",
        tenantId: needed("tenantId", TENANT_PATTERN),
        ...given("clientId", optional("clientId", GUID_PATTERN)),
      };
    case "default-chain":
      return {
        kind: "default-chain",
        ...given("tenantId", optional("tenantId", TENANT_PATTERN)),
        ...given("clientId", optional("identityClientId", GUID_PATTERN)),
      };
    default:
      return refuse("the connection's auth method is not one of this provider", "see `keyferry provider list`");
  }
}
