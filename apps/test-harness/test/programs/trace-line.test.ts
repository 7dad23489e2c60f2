import { describe, expect, it } from "vitest";
import { readTraceLine } from "../../src/programs/watch/trace-line.ts";

/** As strace writes texts with `-xx`. */
const hex = (text: string) =>
  `"${[...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("")}"`;
const bare = (text: string) => hex(text).slice(1, -1);

describe("a line of a trace", () => {
  it("gives the arguments and the environment of a program that is started", () => {
    const line = `12<${bare("sh")}> execve(${hex("/bin/echo")}, [${hex("echo")}, ${hex('a"]é')}], [${hex("A=b, [c]")}]) = 0`;
    expect(readTraceLine(line)).toEqual({
      kind: "exec",
      program: "echo",
      args: Buffer.from('echo\0a"]é'),
      environment: Buffer.from("A=b, [c]"),
    });
  });

  it("gives the bytes of a write, also of one that has not ended", () => {
    const file = `1<${bare("/tmp/f")}>`;
    const expected = { kind: "write", program: "sh", path: "/tmp/f", bytes: Buffer.from("value") };
    expect(readTraceLine(`12<${bare("sh")}> write(${file}, ${hex("value")}, 5 <unfinished ...>`)).toEqual(expected);
    const parts = `[{iov_base=${hex("va")}, iov_len=2}, {iov_base=${hex("lue")}, iov_len=3}]`;
    expect(readTraceLine(`12<${bare("sh")}> writev(${file}, ${parts}, 2) = 5`)).toEqual(expected);
  });

  it("gives the path of a named pipe, below the folder that it is named in", () => {
    const line = `12<${bare("sh")}> mknodat(AT_FDCWD<${bare("/tmp")}>, ${hex("pipe")}, S_IFIFO|0666) = 0`;
    expect(readTraceLine(line)).toEqual({ kind: "pipe", path: "/tmp/pipe" });
  });

  it.each(["12<\\x73> <... write resumed>) = 7", "", "+++ exited with 0 +++"])("says nothing else: %s", (line) => {
    expect(readTraceLine(line)).toBeUndefined();
  });
});
