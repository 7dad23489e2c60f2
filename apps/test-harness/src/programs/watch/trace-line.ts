/** What one line of a trace says: a program that was started, bytes that were written, a pipe that was named. */
export type Traced =
  | { readonly kind: "exec"; readonly program: string; readonly args: Buffer; readonly environment: Buffer }
  | { readonly kind: "write"; readonly program: string; readonly path: string; readonly bytes: Buffer }
  | { readonly kind: "pipe"; readonly path: string };

/** The flags that make strace write what {@link readTraceLine} reads: every text in hexadecimal, nothing shortened. */
export const STRACE_FLAGS = [
  ...["-f", "-Y", "-y", "-xx", "-v", "-qq", "--seccomp-bpf", "-s", "1048576", "-e", "signal=none"],
  ...["-e", "trace=execve,execveat,write,pwrite64,writev,pwritev,pwritev2,mknod,mknodat"],
] as const;

const LINE = /^\d+(?:<([^>]*)>)? +(\w+)\((.*)$/;
const TEXT = /"((?:\\x[0-9a-f]{2})*)"/g;

/** Reads one line of strace's log (https://man7.org/linux/man-pages/man1/strace.1.html); undefined where it says none of that. */
export function readTraceLine(line: string): Traced | undefined {
  const [, comm = "", call = "", rest = ""] = LINE.exec(line) ?? [];
  if (call.startsWith("exec")) return readExec(rest);
  if (call.startsWith("mknod")) return readPipe(rest);
  if (!/^p?write(v2?|64)?$/.test(call)) return undefined;
  const path = /^\d+<([^>]*)>/.exec(rest)?.[1];
  if (path === undefined) return undefined;
  return {
    kind: "write",
    program: decode(comm).toString(),
    path: decode(path).toString(),
    bytes: Buffer.concat(textsOf(rest)),
  };
}

/** `PATH, [ARGS], [ENVIRONMENT]`, with the folder's descriptor in front for `execveat`. */
function readExec(rest: string): Traced | undefined {
  const [, path = "", args = "", environment = ""] = /^(.*?), \[(.*?)\], \[(.*?)\]/.exec(rest) ?? [];
  if (path === "") return undefined;
  const program = texts(path).toString().split("/").at(-1) ?? "";
  return { kind: "exec", program, args: texts(args), environment: texts(environment) };
}

function readPipe(rest: string): Traced | undefined {
  if (!rest.includes("S_IFIFO")) return undefined;
  const folder = decode(/^\S*?<([^>]*)>/.exec(rest)?.[1] ?? "").toString();
  const name = texts(rest.replace(/^\S*?<[^>]*>/, "")).toString();
  return { kind: "pipe", path: name.startsWith("/") ? name : `${folder}/${name}` };
}

/** All quoted texts of a piece of a line, a NUL between two, as the system holds arguments. */
function texts(piece: string): Buffer {
  return Buffer.concat(textsOf(piece).flatMap((text, at) => (at === 0 ? [text] : [Buffer.alloc(1), text])));
}

function textsOf(piece: string): Buffer[] {
  return [...piece.matchAll(TEXT)].map(([, text = ""]) => decode(text));
}

function decode(text: string): Buffer {
  return Buffer.from(text.replaceAll("\\x", ""), "hex");
}
