import { requiredString, stringMember } from "./input.ts";
import { findAllowed, type Operation } from "./operation.ts";
import { secretValue } from "./secret-value.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html */
export const getSecretValue: Operation = (input, context) => {
  const id = requiredString(input, "SecretId");
  const versionId = stringMember(input, "VersionId", 64);
  const stage = stringMember(input, "VersionStage", 256);
  return secretValue(findAllowed(id, "GetSecretValue", context), versionId, stage);
};
