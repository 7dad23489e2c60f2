import type { AuthMethod, Field } from "@keyferry/core/provider";

const SUBJECT_TOKEN_URL: Field = {
  name: "subjectTokenUrl",
  type: "text",
  label: "Subject token's host",
  description:
    "The address, such as https://HOST, from which the file of a federated login may fetch its token. Such a file with a URL of another host is refused.",
  example: "https://pipelines.actions.githubusercontent.com",
  pointsTo: true,
};

const ALLOW_EXECUTABLE: Field = {
  name: "allowExecutable",
  type: "boolean",
  label: "Allow a program",
  description:
    "Let the file of a federated login name a program that gives its token. GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES=1 must be set besides.",
  default: false,
  pointsTo: true,
};

/** What application default credentials read: https://cloud.google.com/docs/authentication/application-default-credentials */
const AMBIENT: NonNullable<AuthMethod["ambient"]> = {
  variables: [
    "GOOGLE_APPLICATION_CREDENTIALS",
    "CLOUDSDK_CONFIG",
    "GCE_METADATA_HOST",
    "GCE_METADATA_IP",
    "GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
  ],
  files: ["~/.config/gcloud/application_default_credentials.json"],
};

/** The ways to log in. Their required fields differ, so that what a person gives fits one of them alone. */
export const AUTH_METHODS: readonly AuthMethod[] = [
  {
    id: "application-default",
    label: "What this machine offers",
    description:
      "Application default credentials: GOOGLE_APPLICATION_CREDENTIALS, the login of gcloud, or the service account of the machine.",
    fields: [SUBJECT_TOKEN_URL, ALLOW_EXECUTABLE],
    ambient: AMBIENT,
  },
  {
    id: "workload-identity-federation",
    label: "Workload identity federation",
    description: "The token of another identity provider, exchanged as an external_account file says.",
    fields: [
      {
        name: "configJson",
        type: "text",
        label: "Configuration file",
        description: "The JSON text of the external_account file that gcloud wrote.",
        required: true,
        sensitive: true,
        multiline: true,
      },
      SUBJECT_TOKEN_URL,
      ALLOW_EXECUTABLE,
    ],
  },
  {
    id: "service-account-key",
    label: "A service account's key",
    description: "The JSON key of a service account.",
    fields: [
      {
        name: "keyJson",
        type: "text",
        label: "Key file",
        description: "The JSON text of the key file.",
        required: true,
        sensitive: true,
        multiline: true,
      },
    ],
  },
];
