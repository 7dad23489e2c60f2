import type { IPty } from "@lydell/node-pty";

/** What node-pty reads by; it has none where Windows's own pseudo-terminal is used. */
interface ByStream {
  readonly _socket?: {
    readonly bytesRead: number;
    readonly destroyed: boolean;
    readonly readableEnded: boolean;
    isPaused(): boolean;
    destroy(error?: Error): unknown;
  };
}

/** A pseudo-terminal from which nothing comes for so long has nothing more, in milliseconds; as node-pty has it. */
const IDLE_MS = 200;

/** What a program that was left behind writes is not carried for ever, in milliseconds. */
const LONGEST_MS = 10_000;

/**
 * Has the output of a program read to its end. node-pty gives up 200 ms after the program's end what has not been read by then
 * (`DESTROY_SOCKET_TIMEOUT_MS` of its unixTerminal.js), which a terminal that is slow, or a busy machine, would lose.
 */
export function readToEnd(pty: IPty): void {
  const socket = (pty as ByStream)._socket;
  if (socket === undefined) return;
  const destroy = socket.destroy.bind(socket);
  let given = 0;
  socket.destroy = (error) => {
    // An error or its end is how it ends by itself; without one somebody has waited long enough.
    if (error !== undefined || socket.readableEnded) return destroy(error);
    given ||= performance.now();
    const before = socket.bytesRead;
    const look = () => {
      if (socket.destroyed) return;
      const more = socket.bytesRead > before || socket.isPaused();
      if (more && performance.now() - given < LONGEST_MS) socket.destroy();
      else destroy();
    };
    // What is there already is read before that, also where this process stood still until now.
    setTimeout(() => setImmediate(look), IDLE_MS);
    return socket;
  };
}
