import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { onTestFinished } from "vitest";
import { type AwsStore, type AwsStoreOptions, startAwsStore } from "../../src/aws/index.ts";

/** A store that lives as long as the test. */
export async function store(options?: AwsStoreOptions): Promise<AwsStore> {
  const started = await startAwsStore(options);
  onTestFinished(() => started.close());
  return started;
}

type ClientConfig = NonNullable<ConstructorParameters<typeof SecretsManagerClient>[0]>;

/** The unmodified SDK, without its own retries. */
export function client(aws: AwsStore, config: ClientConfig = {}): SecretsManagerClient {
  const made = new SecretsManagerClient({
    region: aws.region,
    endpoint: aws.endpoint,
    credentials: aws.credentials,
    maxAttempts: 1,
    ...config,
  });
  onTestFinished(() => made.destroy());
  return made;
}

/** The name that the SDK gives a failure; the test fails when there is none. */
export async function nameOf(failing: Promise<unknown>): Promise<string> {
  try {
    await failing;
  } catch (error) {
    return (error as Error).name;
  }
  throw new Error("It was expected to fail.");
}
