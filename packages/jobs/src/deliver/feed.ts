import { closeSync } from "node:fs";
import { Socket } from "node:net";
import type { Writable } from "node:stream";
import { openAnonymousPipe } from "./anonymous-pipe.ts";
import type { Ground } from "./ground.ts";
import type { Prepared } from "./way.ts";

/**
 * Gives bytes to a job by one of its descriptors: they are written once it has started, in the job's own time, and then the stream
 * ends. A job that does not read, or closes it, is nobody's failure.
 */
export async function feed(bytes: Buffer, number: number, { platform }: Ground): Promise<Prepared> {
  if (!platform.needsRealPipe) {
    let stream: Writable | undefined;
    return {
      descriptor: { number, source: "pipe" },
      started(child) {
        stream = child.stdio[number] as Writable;
        pour(stream, bytes);
      },
      end: () => void stream?.destroy(),
    };
  }
  const { read, write } = await openAnonymousPipe();
  const stream = new Socket({ fd: write, readable: false, writable: true });
  const close = closing(read);
  return {
    descriptor: { number, source: read },
    started() {
      // The job holds the end that is read: once ours is closed, writing fails when the job and its children are gone.
      close();
      pour(stream, bytes);
    },
    end() {
      close();
      stream.destroy();
    },
  };
}

function pour(stream: Writable, bytes: Buffer): void {
  stream.on("error", () => stream.destroy());
  stream.end(bytes);
}

function closing(descriptor: number): () => void {
  let open = true;
  return () => {
    if (open) closeSync(descriptor);
    open = false;
  };
}
