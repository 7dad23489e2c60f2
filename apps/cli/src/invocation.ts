import type { Keyferry } from "@keyferry/core";
import type { Failure } from "@keyferry/core/delivery";
import { exitCodeOf } from "./exit-codes.ts";
import { clockWarning } from "./output/clock-warning.ts";
import { printable } from "./output/printable.ts";
import type { World } from "./world.ts";

/** One run of the command line: what its command needs, and what comes of it. */
export class Invocation {
  readonly world: World;
  /** Absolute path that `--settings` names. */
  settings: string | undefined;
  /** What stands behind `--`, for commands that take a program. */
  tail: readonly string[] | undefined;
  /** The addresses of this command were typed, so that an invalid one is a usage error. */
  typedAddresses = false;
  /** Off where the command itself says it. */
  warnsOfClock = true;
  exitCode = 0;
  #keyferry: Promise<Keyferry> | undefined;

  constructor(world: World) {
    this.world = world;
  }

  /** The host, opened at the first need. */
  keyferry(): Promise<Keyferry> {
    this.#keyferry ??= this.#open();
    return this.#keyferry;
  }

  async #open(): Promise<Keyferry> {
    const keyferry = await this.world.openKeyferry(this.settings === undefined ? {} : { settings: this.settings });
    keyferry.on((event) => {
      if (event.type === "clock-heard" && event.off && this.warnsOfClock) this.say(clockWarning(event));
      if (event.type === "audit-failed") this.say(`warning: the audit misses a record: ${event.message}`);
      if (event.type === "audit-mended") {
        this.say(`warning: ${event.path}: a run was killed while it wrote; its torn line stays, and the log notes it`);
      }
    });
    return keyferry;
  }

  /** For calls that may ask a manager: they end with Ctrl-C. */
  get callOptions(): { readonly signal: AbortSignal } {
    return { signal: this.world.interrupts.signal };
  }

  /** The command's own output. */
  print(text: string): void {
    this.world.stdout.write(text);
  }

  /** A message to the person, one line. */
  say(message: string): void {
    this.world.stderr.write(`${printable(message)}\n`);
  }

  /** Takes over the exit code of failures. */
  fail(failures: readonly Pick<Failure, "code">[]): void {
    const code = exitCodeOf(failures, { typed: this.typedAddresses });
    this.exitCode = code === 130 ? (this.world.interrupts.exitCode ?? code) : code;
  }

  /** Ends the sessions. The command is over: what fails here changes nothing for the person. */
  async close(): Promise<void> {
    await this.#keyferry?.then((keyferry) => keyferry.dispose()).catch(() => {});
  }
}
