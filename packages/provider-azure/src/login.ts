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

function unusable(message: string, hint: string): never {
  throw new ProviderError({ code: "unauthenticated", message, hint });
}

/** Reads the login of a connection. Throws a `ProviderError` (`invalid-connection`, `unauthenticated`). */
export function readLogin(connection: OpenConnection): Login {
  const { auth, credentials } = connection;
  const optional = (name: string, pattern: string): string | undefined => {
    const value = auth.fields[name];
    if (typeof value !== "string" || value === "") return undefined;
    return new RegExp(`^(?:${pattern})$`).test(value)
      ? value
      : refuse(`${name} is not written as it should be`, "copy it anew");
  };
  const needed = (name: string, pattern: string): string =>
    optional(name, pattern) ?? refuse(`the login has no ${name}`, `set ${name}`);
  const credential = (name: string): string => {
    const value = credentials[name];
    return value === undefined || value === ""
      ? refuse(`the login has no ${name}`, `give --credential ${name}=SOURCE`)
      : value;
  };
  const given = <K extends string>(name: K, value: string | undefined) =>
    (value === undefined ? {} : { [name]: value }) as { readonly [N in K]?: string };
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
      const secret = credential("clientSecret");
      if (!/^[\x21-\x7e]+$/.test(secret)) {
        unusable(
          "clientSecret has characters that none has: a space, a line break, or one outside ASCII",
          "look at the end of its source",
        );
      }
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
