import { closeSync, fstatSync, readSync } from "node:fs";
import { Socket } from "node:net";
import { isatty } from "node:tty";
import { keeperProblem } from "../problem.ts";

const MOST_BYTES = 4_096;
const LIMIT_MS = 10_000;

/**
 * Reads a passphrase from an open descriptor to its end, without one trailing line break, and closes it, so that
 * programs started later do not inherit it. A file, a pipe or a socket; a terminal would show what is typed.
 */
export async function readPassphraseFd(text: string): Promise<string> {
  const fd = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (fd < 3) throw refused("it names no descriptor", "set it to a number from 3 on");
  let bytes: Buffer;
  try {
    const stat = fstatSync(fd);
    if (isatty(fd))
      throw refused("the descriptor is a terminal, which shows what is typed", "leave the variable unset there");
    if (stat.isFile()) bytes = readFileFd(fd);
    else if (stat.isFIFO() || stat.isSocket()) bytes = await readStreamFd(fd);
    else throw refused("the descriptor is neither a file nor a pipe", "open one of these for it");
  } catch (thrown) {
    const code = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
    if (code === "EBADF") throw refused("the descriptor is not open (or was read before)", `open it: ${fd}<FILE`);
    throw thrown;
  }
  const passphrase = bytes.toString("utf8").replace(/\r?\n$/, "");
  bytes.fill(0);
  return passphrase;
}

function readFileFd(fd: number): Buffer {
  const buffer = Buffer.alloc(MOST_BYTES + 1);
  let length = 0;
  for (;;) {
    const read = readSync(fd, buffer, length, buffer.length - length, null);
    length += read;
    if (read === 0 || length === buffer.length) break;
  }
  closeSync(fd);
  if (length > MOST_BYTES) throw refused("what it gives is too long for a passphrase", "give the passphrase alone");
  return buffer.subarray(0, length);
}

/** A read of the file system could not be stopped if the other end of a pipe stays silent. */
function readStreamFd(fd: number): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const socket = new Socket({ fd, readable: true, writable: false });
  const chunks: Buffer[] = [];
  let length = 0;
  const fail = (error: Error) => {
    reject(error);
    socket.destroy();
  };
  const timer = setTimeout(() => fail(refused("it gave no end in 10 s", "close the pipe's other side")), LIMIT_MS);
  socket.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MOST_BYTES) fail(refused("what it gives is too long for a passphrase", "give the passphrase alone"));
  });
  socket.on("error", () => fail(refused("it cannot be read", "check how it is opened")));
  socket.on("end", () => {
    resolve(Buffer.concat(chunks));
    socket.destroy();
  });
  return promise.finally(() => clearTimeout(timer));
}

function refused(message: string, hint: string): Error {
  return keeperProblem("passphrase, by KEYFERRY_PASSPHRASE_FD", message, hint);
}
