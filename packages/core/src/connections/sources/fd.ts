import { MAX_CREDENTIAL_BYTES } from "./credential-text.ts";
import type { SourceKind } from "./source.ts";

const LIMITS = { maxBytes: MAX_CREDENTIAL_BYTES, ms: 10_000 };

/** `fd:N`: a descriptor that Keyferry was started with, 3 to 1023 (0 to 2 are the job's), read once and closed. */
export const fdSource: SourceKind = {
  kind: "fd",
  form: "fd:N (3 or higher)",
  parse(rest) {
    if (!/^[1-9][0-9]{0,3}$/.test(rest)) return undefined;
    const descriptor = Number(rest);
    if (descriptor < 3 || descriptor > 1_023) return undefined;
    return {
      descriptor,
      read: (reader, { connection, field, signal }) => {
        const owner = `connection ${connection}, credential ${field}`;
        return reader.descriptors.take(descriptor, owner, { ...LIMITS, signal });
      },
    };
  },
};
