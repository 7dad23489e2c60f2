import { type Define, examples } from "../../command.ts";
import { parts, refuseTerminal } from "./answer.ts";

interface Options {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** `helper aws-credentials --access-key-id REFERENCE --secret-access-key REFERENCE` */
export const define: Define = (command, invocation) => {
  command
    .requiredOption("--access-key-id <reference>", "the access key's id")
    .requiredOption("--secret-access-key <reference>", "the secret access key")
    .option("--session-token <reference>", "the session token of temporary credentials")
    .addHelpText(
      "after",
      `${examples(
        "keyferry helper aws-credentials --access-key-id keyferry:s3-id --secret-access-key keyferry:s3-key",
      )}\nIn an AWS configuration file: credential_process = keyferry helper aws-credentials …\n`,
    )
    .action(async ({ accessKeyId, secretAccessKey, sessionToken }: Options) => {
      refuseTerminal(invocation);
      const { writeAwsCredentials } = await import("@keyferry/jobs");
      const references = { accessKeyId, secretAccessKey, sessionToken };
      const found = await parts(invocation, "aws-credentials", references);
      writeAwsCredentials(found, (text) => invocation.print(text));
    });
};
