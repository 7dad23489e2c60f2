import type { Readable, Transform, Writable } from "node:stream";
import { KeyferryError } from "@keyferry/core/delivery";

/**
 * Carries one output stream of a job through its mask to one of ours. It waits for a slow reader, so the job waits too and
 * nothing piles up; if our reader is gone, the job's pipe is closed, so that the job learns of it as it would without us.
 */
export class OutputRelay {
  /** Settles when nothing more will be written. Rejects (`internal`) only if masking failed: then the rest was withheld. */
  readonly done: Promise<void>;
  readonly #source: Readable;
  readonly #mask: Transform;
  readonly #sink: Writable;
  #blocked = false;
  #bytes = 0;
  #ended = false;
  #broken = false;
  #fault: string | undefined;

  constructor(source: Readable, mask: Transform, sink: Writable) {
    this.#source = source;
    this.#mask = mask;
    this.#sink = sink;
    // A read that fails ends the stream, through the mask: what it holds back is judged, not dropped or let out.
    source.on("error", () => mask.end());
    source.pipe(mask);
    this.done = this.#carry();
    // Awaited at the end of the job; until then a failure is not "unhandled".
    this.done.catch(() => undefined);
  }

  /** Whether our reader keeps us waiting. */
  get blocked(): boolean {
    return this.#blocked;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** The system's code for why our reader takes no more, such as `ENOSPC`; undefined where it is only gone. */
  get fault(): string | undefined {
    return this.#fault;
  }

  /** The bytes carried so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Stops reading. What was read is still carried; the job's pipe is closed. */
  cut(): void {
    this.#source.unpipe(this.#mask);
    this.#source.destroy();
    this.#mask.end();
  }

  /** Stops at once, even where our reader keeps us waiting. */
  abandon(): void {
    this.#broken = true;
    this.cut();
    this.#mask.destroy();
  }

  async #carry(): Promise<void> {
    const broken = (error: NodeJS.ErrnoException) => {
      this.#broken = true;
      if (error.code !== "EPIPE") this.#fault ??= error.code;
    };
    this.#sink.on("error", broken);
    try {
      for await (const chunk of this.#mask) {
        this.#bytes += (chunk as Buffer).length;
        if (!(await this.#write(chunk as Buffer))) break;
      }
    } catch {
      if (!this.#broken) {
        throw new KeyferryError({
          code: "internal",
          message: "masking the job's output failed, so the rest of the output was withheld",
          hint: "report this; run the job on a terminal meanwhile, where nothing is masked",
        });
      }
    } finally {
      this.#ended = true;
      this.#source.destroy();
      // A broken reader reports its error after the write that met it: without a listener that would end the wrapper.
      if (!this.#broken) this.#sink.off("error", broken);
    }
  }

  async #write(chunk: Buffer): Promise<boolean> {
    if (this.#broken || this.#sink.destroyed) return false;
    this.#blocked = true;
    const written = await new Promise<boolean>((resolve) => {
      this.#sink.write(chunk, (error) => resolve(!error));
    });
    this.#blocked = false;
    this.#broken ||= !written;
    return written;
  }
}
