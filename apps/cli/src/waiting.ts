import type { KeyferryEvent } from "@keyferry/core";
import type { Invocation } from "./invocation.ts";
import { counted } from "./output/counted.ts";

/** Does what may take long. On a terminal a line then says what is waited for: `what`, and what was last heard of the manager. */
export async function waitingFor<T>(invocation: Invocation, what: string, work: () => Promise<T>): Promise<T> {
  const { stderr } = invocation.world;
  if (!stderr.isTTY) return work();
  // What measures text on a terminal is slow to load (a regular expression over every emoji): a pipe does without.
  const { startProgress } = await import("./output/progress.ts");
  let heard: string | undefined;
  const stop = (await invocation.keyferry()).on((event) => {
    heard = newsOf(event) ?? heard;
  });
  const progress = startProgress(stderr, () => (heard === undefined ? what : `${what}: ${heard}`));
  try {
    return await work();
  } finally {
    progress.end();
    stop();
  }
}

/** An event in the words of a person who waits; undefined where it is no news. */
export function newsOf(event: KeyferryEvent): string | undefined {
  switch (event.type) {
    case "session-reopened":
      return `logging in to ${event.connection} again`;
    case "read-started":
      return `${event.connection}, reading ${counted(event.addresses, "secret")}`;
    case "list-page":
      return `${event.connection}, page ${event.page}, ${counted(event.names, "name")}`;
    case "retry":
      return `${event.connection} said ${event.code}, try ${event.attempt + 1} in ${Math.ceil(event.delayMs / 1000)} s`;
    default:
      return undefined;
  }
}
