import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { KeyferryError } from "@keyferry/core/delivery";

/** A Unix socket's path has at most 104 bytes on some systems, its NUL included (unix(7), and macOS's sys/un.h). */
const LONGEST_FOLDER = 80;

/** Programs that take a command take it apart at spaces and quotes. */
const PLAIN = /^[\w./+@:-]+$/;

/** A job's private folder (0700): made when it is first asked for, removed with all that it holds. */
export class JobFolder {
  #made: Promise<string> | undefined;

  /** Absolute, without spaces or quotes. Throws `KeyferryError` (`delivery`). */
  readonly path = (): Promise<string> => {
    this.#made ??= make();
    return this.#made;
  };

  async remove(): Promise<void> {
    const made = await this.#made?.catch(() => undefined);
    if (made !== undefined) await rm(made, { recursive: true, force: true });
  }
}

async function make(): Promise<string> {
  const base = path.resolve(tmpdir());
  const parent = PLAIN.test(base) && Buffer.byteLength(base) <= LONGEST_FOLDER ? base : "/tmp";
  try {
    const folder = await mkdtemp(path.join(parent, "keyferry-"));
    await chmod(folder, 0o700);
    return folder;
  } catch (error) {
    const system = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw new KeyferryError({
      code: "delivery",
      message: `no private folder could be made in ${parent}${system}`,
      hint: "make room there, or set TMPDIR to a folder that can be written",
    });
  }
}
