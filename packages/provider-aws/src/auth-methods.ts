import type { AuthMethod, Field } from "@keyferry/core/provider";
import { textField } from "./text-field.ts";

/** Names that begin alike, written once. */
function names(start: string, ends: string): string[] {
  return ends.split(" ").map((end) => start + end);
}

/**
 * What the SDK's own chain reads
 * (https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html).
 */
const AMBIENT: NonNullable<AuthMethod["ambient"]> = {
  variables: names(
    "AWS_",
    "ACCESS_KEY_ID SECRET_ACCESS_KEY SESSION_TOKEN CREDENTIAL_EXPIRATION PROFILE CONFIG_FILE SHARED_CREDENTIALS_FILE WEB_IDENTITY_TOKEN_FILE ROLE_ARN ROLE_SESSION_NAME",
  ).concat(
    names(
      "AWS_CONTAINER_",
      "CREDENTIALS_RELATIVE_URI CREDENTIALS_FULL_URI AUTHORIZATION_TOKEN AUTHORIZATION_TOKEN_FILE",
    ),
    names("AWS_EC2_METADATA_", "DISABLED SERVICE_ENDPOINT SERVICE_ENDPOINT_MODE"),
  ),
  files: ["~/.aws/config", "~/.aws/credentials", "~/.aws/sso/cache", "~/.aws/login/cache"],
};

const CREDENTIAL = { required: true, sensitive: true };

const ACCESS_KEY: Field = textField("accessKeyId", "Access key ID", "The ID of the access key.", CREDENTIAL);

const SECRET_KEY: Field = textField(
  "secretAccessKey",
  "Secret access key",
  "The secret half of the access key.",
  CREDENTIAL,
);

const SESSION_TOKEN: Field = textField(
  "sessionToken",
  "Session token",
  "The token that belongs to a temporary access key.",
  { sensitive: true },
);

/** The limits are those of https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html. */
const ROLE: readonly Field[] = [
  textField("roleArn", "Role", "The ARN of the role to assume.", {
    required: true,
    pattern: "arn:aws(-[a-z]+)*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]{1,512}",
    example: "arn:aws:iam::111122223333:role/backup",
    pointsTo: true,
  }),
  textField("sessionName", "Session name", "How the session is called in AWS's logs.", {
    pattern: "[A-Za-z0-9+=,.@_-]{2,64}",
    default: "keyferry",
  }),
  textField("externalId", "External ID", "The external ID that the role's trust policy asks for, if it does.", {
    pattern: "[A-Za-z0-9+=,.@:/_-]{2,1224}",
  }),
  {
    name: "durationSeconds",
    type: "number",
    label: "Duration",
    description: "How long the session lasts, in seconds: 900 to 43200.",
    default: 3600,
  },
];

/**
 * The ways to log in. Their required fields differ so that what a person gives fits one of them alone. Assuming a role
 * from the surroundings is a method of its own, so that a lost key cannot silently turn one login into another.
 */
export const AUTH_METHODS: readonly AuthMethod[] = [
  {
    id: "default-chain",
    label: "What this machine offers",
    description:
      "The SDK's own chain: variables, AWS files, single sign-on, web identity, container and instance roles.",
    fields: [],
    ambient: AMBIENT,
  },
  {
    id: "profile",
    label: "A profile of the AWS files",
    description: "A named profile of ~/.aws/config and ~/.aws/credentials, single sign-on included.",
    fields: [
      textField("profileName", "Profile", "The profile's name in the AWS files.", {
        required: true,
        example: "backup",
      }),
    ],
    ambient: AMBIENT,
  },
  {
    id: "access-key",
    label: "An access key",
    description: "A long-lived access key of an IAM user.",
    fields: [ACCESS_KEY, SECRET_KEY],
  },
  {
    id: "session-token",
    label: "A temporary access key",
    description: "A temporary access key with its session token.",
    fields: [ACCESS_KEY, SECRET_KEY, { ...SESSION_TOKEN, required: true }],
  },
  {
    id: "assume-role",
    label: "A role, assumed with an access key",
    description: "A role that an access key, long-lived or temporary, may assume.",
    fields: [...ROLE, ACCESS_KEY, SECRET_KEY, SESSION_TOKEN],
  },
  {
    id: "assume-role-ambient",
    label: "A role, assumed with what this machine offers",
    description: "A role that the login of the SDK's own chain may assume.",
    fields: ROLE,
    ambient: AMBIENT,
  },
];
