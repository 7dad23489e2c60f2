import { pipeline, type Readable, Transform } from "node:stream";
import { ProviderError } from "@keyferry/core/provider";
import { broken } from "./errors.ts";

/**
 * The longest answer that is read, in bytes. A value has at most 64 KiB
 * (https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html), a batch 20 of them, and JSON may
 * write one byte as six.
 */
const MAX_BYTES = 16 * 1024 * 1024;

/** The same body, broken off with `integrity` where it is longer than any true answer. */
export function capBody(body: Readable): Readable {
  let seen = 0;
  const cap = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      seen += chunk.byteLength;
      if (seen > MAX_BYTES) done(new ProviderError(broken("the answer is longer than any of AWS's")));
      else done(null, chunk);
    },
  });
  // The error reaches whoever reads the capped body; the callback only keeps it from being thrown a second time.
  pipeline(body, cap, () => {});
  return cap;
}
