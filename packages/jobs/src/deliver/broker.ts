import { randomBytes } from "node:crypto";
import { chmod, writeFile } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { KeyferryError } from "@keyferry/core/delivery";
import { type Peer, peerFault } from "./peer.ts";

/** What a helper is told: the bytes to print, or why there are none. */
export type Answer = Buffer | { readonly refused: string };

/** One helper of the job, and who may use it. */
export interface Question {
  /** Called for each question that passed the checks; an answer that is given once has to be forgotten by itself. */
  answer(prompt: string): Answer;
  /** The process whose descendants may ask; nobody may while there is none. */
  asker(): number | undefined;
}

/** A question has so many bytes at most, and so much time, in milliseconds. */
const LIMITS = { bytes: 16_384, ms: 10_000 };

/**
 * Answers the helpers of one job on a Unix socket in its private folder. A helper is a script without a value: it proves itself by a
 * random token out of a file that only this user can read, and on Linux by being a descendant of the job besides.
 */
export class Broker {
  readonly #folder: string;
  readonly #questions = new Map<string, Question>();
  readonly #open = new Set<Socket>();
  #server: Server | undefined;
  #count = 0;

  /** `folder` is the job's, of mode 0700. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Makes the helper of a question and gives its path. Throws `KeyferryError` (`delivery`) where the folder takes no more. */
  async helper(question: Question): Promise<string> {
    const name = `helper-${this.#count++}`;
    const file = path.join(this.#folder, name);
    const token = randomBytes(32).toString("hex");
    try {
      this.#server ??= await this.#listen();
      await writeFile(`${file}.token`, token, { mode: 0o600, flag: "wx" });
      // Node's own options in the job's environment are the job's, not ours.
      const ask = fileURLToPath(import.meta.resolve("@keyferry/jobs/ask"));
      const call = [process.execPath, "--disable-warning=ExperimentalWarning", ask, this.#folder, name].map(shellWord);
      await writeFile(file, `#!/bin/sh\nunset NODE_OPTIONS\nexec ${call.join(" ")} "$@"\n`, {
        mode: 0o700,
        flag: "wx",
      });
      await chmod(file, 0o700);
    } catch (error) {
      const system = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
      throw new KeyferryError({
        code: "delivery",
        message: `the helper that asks for a value could not be made${system}`,
        hint: "make room in the temporary folder, or deliver the value another way",
      });
    }
    this.#questions.set(token, question);
    return file;
  }

  /** Answers no more. */
  async close(): Promise<void> {
    this.#questions.clear();
    for (const socket of this.#open) socket.destroy();
    await new Promise<void>((resolve) => (this.#server ? this.#server.close(() => resolve()) : resolve()));
  }

  #listen(): Promise<Server> {
    return new Promise((resolve, reject) => {
      const server = createServer((socket) => this.#take(socket));
      server.once("error", reject);
      server.listen(path.join(this.#folder, "broker"), () => resolve(server.unref()));
    });
  }

  #take(socket: Socket): void {
    this.#open.add(socket);
    socket.setTimeout(LIMITS.ms, () => socket.destroy());
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#open.delete(socket));
    const challenge = randomBytes(6).toString("hex");
    let text = "";
    let peer: (Peer & { readonly question: Question | undefined; readonly prompt: string }) | undefined;
    socket.setEncoding("utf8").on("data", (data: string) => {
      text += data;
      if (text.length > LIMITS.bytes) socket.destroy();
      const lines = text.split("\n");
      text = lines.pop() ?? "";
      for (const line of lines) {
        if (peer !== undefined) return this.#answer(socket, peer, challenge);
        peer = this.#peerOf(line);
        socket.write(`${challenge}\n`);
      }
    });
  }

  #peerOf(line: string) {
    try {
      const { token, pid, prompt } = JSON.parse(line);
      return { pid: Number(pid), prompt: String(prompt), question: this.#questions.get(String(token)) };
    } catch {
      return { pid: 0, prompt: "", question: undefined };
    }
  }

  #answer(
    socket: Socket,
    { pid, prompt, question }: Peer & { readonly question: Question | undefined; readonly prompt: string },
    challenge: string,
  ): void {
    const fault = question
      ? peerFault({ pid }, challenge, question.asker())
      : "this helper belongs to no job that runs";
    const answer = question && fault === undefined ? question.answer(prompt) : { refused: fault ?? "" };
    if ("refused" in answer) socket.end(`-${answer.refused}`);
    else socket.end(Buffer.concat([Buffer.from("+"), answer]));
  }
}

function shellWord(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
