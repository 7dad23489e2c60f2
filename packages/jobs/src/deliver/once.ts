import type { Answer } from "./broker.ts";

/** An answer that is given once. */
export function answerOnce(bytes: Buffer): () => Answer {
  let left: Buffer | undefined = bytes;
  return () => {
    const answer = left;
    left = undefined;
    return answer ?? { refused: "the value was given already, and is given once" };
  };
}
