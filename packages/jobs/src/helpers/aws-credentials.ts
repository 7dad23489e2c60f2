import type { SealedValue } from "@keyferry/core/delivery";
import { answerText, type Write } from "./answer.ts";

/**
 * Answers `credential_process` of an AWS configuration file
 * (https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html). Throws `KeyferryError` (`value`).
 */
export function writeAwsCredentials(
  values: {
    readonly accessKeyId: SealedValue;
    readonly secretAccessKey: SealedValue;
    readonly sessionToken?: SealedValue;
  },
  write: Write,
): void {
  const { sessionToken } = values;
  const answer = {
    Version: 1,
    AccessKeyId: answerText("access key id", values.accessKeyId, true),
    SecretAccessKey: answerText("secret access key", values.secretAccessKey, true),
    ...(sessionToken === undefined ? {} : { SessionToken: answerText("session token", sessionToken, true) }),
  };
  write(`${JSON.stringify(answer)}\n`);
}
