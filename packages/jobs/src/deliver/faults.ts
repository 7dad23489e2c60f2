import type { Fault, OpenPayload } from "./open-payload.ts";

export const NO_NUL: Fault = {
  code: "value",
  says: "holds a NUL byte, which ends a text",
  hint: "store it without the NUL",
};

/** What is answered to a question ends at the first line break. */
export function oneLineFault({ bytes }: OpenPayload): Fault | undefined {
  if (bytes.includes(0)) return NO_NUL;
  if (!bytes.includes(0x0a) && !bytes.includes(0x0d)) return undefined;
  return {
    code: "value",
    says: "holds a line break, which ends an answer",
    hint: "take it off (trimNewline of the secret), or deliver the value by a descriptor or a file",
  };
}
