import type { AuthMethod, Field } from "@keyferry/core/provider";

/** A tenant's ID or one of its domains; it becomes a part of the login's address. */
export const TENANT_PATTERN = "[0-9a-zA-Z]([0-9a-zA-Z.-]{0,251}[0-9a-zA-Z])?";
export const GUID_PATTERN = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

function field(name: string, label: string, description: string, more: Partial<Field> = {}): Field {
  return { name, type: "text", label, description, ...more };
}

const NEEDED = { required: true };
const SENSITIVE = { sensitive: true };

const tenant = (more?: Partial<Field>) =>
  field("tenantId", "Tenant", "The ID of the Microsoft Entra tenant, or one of its domains.", {
    pattern: TENANT_PATTERN,
    example: "contoso.onmicrosoft.com",
    pointsTo: true,
    ...more,
  });

const client = (more?: Partial<Field>) =>
  field("clientId", "Client ID", "The ID of the application (client).", { pattern: GUID_PATTERN, ...more });

const IDENTITY = field(
  "identityClientId",
  "User-assigned identity",
  "The client ID of a user-assigned identity; by default the machine's own identity.",
  { pattern: GUID_PATTERN },
);

/** What says where a machine's identity is asked: https://learn.microsoft.com/azure/app-service/overview-managed-identity. */
const MACHINE = [
  "IDENTITY_ENDPOINT",
  "IDENTITY_HEADER",
  "IDENTITY_SERVER_THUMBPRINT",
  "IMDS_ENDPOINT",
  "MSI_ENDPOINT",
  "MSI_SECRET",
  "DEFAULT_IDENTITY_CLIENT_ID",
  "AZURE_POD_IDENTITY_AUTHORITY_HOST",
];
const WORKLOAD = ["AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_FEDERATED_TOKEN_FILE"];
const CLI = ["AZURE_CONFIG_DIR"];

/** Those that need no stored credential come first. Their required fields differ, so that what is given fits one of them. */
export const AUTH_METHODS: readonly AuthMethod[] = [
  {
    id: "managed-identity",
    label: "The managed identity of this machine",
    description: "What Azure gives to a virtual machine, an app, a function or a machine of Azure Arc.",
    fields: [IDENTITY],
    ambient: { variables: MACHINE, files: [] },
  },
  {
    id: "workload-identity",
    label: "Workload identity",
    description: "A token of Kubernetes or of a CI system, exchanged by a federated credential.",
    fields: [
      tenant(),
      client(),
      field("tokenFile", "Token file", "The file that holds the token. AZURE_ variables stand for what is not set."),
    ],
    ambient: { variables: WORKLOAD, files: [] },
  },
  {
    id: "azure-cli",
    label: "The login of the Azure CLI",
    description: "Who `az login` logged in.",
    fields: [tenant()],
    ambient: { variables: CLI, files: ["~/.azure"] },
  },
  {
    id: "client-secret",
    label: "A client secret",
    description: "An application with a client secret.",
    fields: [
      tenant(NEEDED),
      client(NEEDED),
      field("clientSecret", "Client secret", "The client secret's value, not its ID.", { ...NEEDED, ...SENSITIVE }),
    ],
  },
  {
    id: "client-certificate",
    label: "A client certificate",
    description: "An application with a certificate.",
    fields: [
      tenant(NEEDED),
      client(NEEDED),
      field("certificate", "Certificate", "The certificate and its private key, as PEM.", {
        ...NEEDED,
        ...SENSITIVE,
        multiline: true,
      }),
      field("certificatePassword", "Password", "The password of the private key, if it has one.", {
        ...SENSITIVE,
        multiline: true,
      }),
      field("sendChain", "Send the chain", "For applications that trust a certificate's subject and issuer.", {
        type: "boolean",
        default: false,
      }),
    ],
  },
  {
    id: "device-code",
    label: "A code, entered in a browser",
    description: "A person enters a code for every run.",
    fields: [tenant(NEEDED), client()],
  },
  {
    id: "default-chain",
    label: "What this machine offers",
    description: "The SDK's own chain, from variables to the Azure CLI: who you are can change with the machine.",
    fields: [tenant(), IDENTITY],
    ambient: {
      variables: [
        ...WORKLOAD,
        ...MACHINE,
        ...CLI,
        "AZURE_CLIENT_SECRET",
        "AZURE_CLIENT_CERTIFICATE_PATH",
        "AZURE_CLIENT_CERTIFICATE_PASSWORD",
        "AZURE_CLIENT_SEND_CERTIFICATE_CHAIN",
        "AZURE_USERNAME",
        "AZURE_PASSWORD",
        "AZURE_TOKEN_CREDENTIALS",
      ],
      files: ["~/.azure", "~/.azd"],
    },
  },
];
