import { Agent, type IncomingMessage, request } from "node:http";
import { ProviderError } from "@keyferry/core/provider";

/** Milliseconds. The server is on the machine's own network; where there is none, nobody answers. */
const TIMEOUT = 3_000;
/** Bytes. The longest true answer is a token. */
const MAX_BYTES = 64 * 1024;

function none(): ProviderError {
  return new ProviderError({
    code: "unauthenticated",
    message: "this machine offers no login for Google Cloud",
    hint: "run `gcloud auth application-default login`, or set GOOGLE_APPLICATION_CREDENTIALS",
  });
}

async function read(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    length += chunk.byteLength;
    if (length > MAX_BYTES) throw none();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/**
 * Asks the metadata server of a machine of Google's, such as for `instance/service-accounts/default/token`
 * (https://cloud.google.com/compute/docs/metadata/querying-metadata). The host's own requests never go to link-local
 * addresses, and the SDK's would send this one, and the token that answers it, through HTTP_PROXY.
 */
export async function askMetadata(path: string): Promise<string> {
  const { GCE_METADATA_HOST, GCE_METADATA_IP } = process.env;
  const agent = new Agent();
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  try {
    const url = `http://${GCE_METADATA_HOST || GCE_METADATA_IP || "169.254.169.254"}/computeMetadata/v1/${path}`;
    const headers = { "metadata-flavor": "Google" };
    const asking = request(url, { agent, headers, signal: AbortSignal.timeout(TIMEOUT) }, resolve);
    asking.on("error", reject).end();
    const answer = await promise;
    // The header proves that it was not some other server that answered.
    if (answer.statusCode !== 200 || answer.headers["metadata-flavor"] !== "Google") throw none();
    return await read(answer);
  } catch {
    throw none();
  } finally {
    agent.destroy();
  }
}
