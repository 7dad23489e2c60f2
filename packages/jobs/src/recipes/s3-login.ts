import type { Recipe } from "@keyferry/core/delivery";

/** The variable with the command that prints the login of S3 once. */
export const LOGIN = "AWS_LOGIN_COMMAND";

/**
 * What a `credential_process` prints (https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html). With a time
 * of expiry for a program that asks again for each request where it is told none.
 */
export function s3Login(expires?: string): Recipe["payloads"][number] {
  const expiration = expires === undefined ? "" : `"Expiration": "${expires}", `;
  return {
    id: "login",
    delivery: { kind: "command", variable: LOGIN },
    parts: [
      `{"Version": 1, ${expiration}"AccessKeyId": `,
      { setting: "cloud.username", as: "json-string" },
      ', "SecretAccessKey": ',
      { setting: "cloud.password", as: "json-string" },
      "}",
    ],
  };
}
