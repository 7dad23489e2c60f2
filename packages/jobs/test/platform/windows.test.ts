import type { ChildProcess } from "node:child_process";
import { EventEmitter } from "node:events";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { programExitCode } from "../../src/index.ts";
import { batchCommandLine } from "../../src/platform/batch-command-line.ts";
import { windows } from "../../src/platform/windows.ts";

const ENVIRONMENT = { Path: 'C:\\tools;.;"D:\\more tools";rel\\ative', PATHEXT: ".EXE;.CMD" };

function machine(...files: string[]) {
  const started: string[][] = [];
  const kept = files.map((file) => file.toLowerCase());
  return {
    started,
    isFile: (file: string) => kept.includes(file.toLowerCase()),
    start: (file: string, args: readonly string[]) => void started.push([file, ...args]),
    systemRoot: "C:\\Windows",
  };
}

function child(): ChildProcess {
  return Object.assign(new EventEmitter(), { pid: 42, kill: () => true }) as unknown as ChildProcess;
}

describe("programs on Windows", () => {
  it("are found by PATH and PATHEXT, never in the working folder or a relative one", () => {
    const find = (program: string, ...files: string[]) =>
      windows({}, machine(...files)).command(program, ["a b"], ENVIRONMENT).file;
    expect(find("tool", "C:\\tools\\tool.exe")).toBe("C:\\tools\\tool.EXE");
    expect(find("tool.exe", "D:\\more tools\\tool.exe")).toBe("D:\\more tools\\tool.exe");
    expect(find("C:\\x\\tool", "C:\\x\\tool.exe")).toBe("C:\\x\\tool.EXE");
    expect(() => find("tool", "tool.exe", ".\\tool.exe", "rel\\ative\\tool.exe")).toThrow(/"tool" was not found/);
  });

  it("are refused with 127 if they are not there", () => {
    let code: unknown;
    try {
      windows({}, machine()).command("tool", [], ENVIRONMENT);
    } catch (error) {
      code = programExitCode(error);
    }
    expect(code).toBe(127);
  });

  it("are started through cmd.exe if they are batch files, whatever Windows drops from the name", () => {
    const start = (program: string, ...files: string[]) =>
      windows({}, machine(...files)).command(program, ["a b"], ENVIRONMENT);
    expect(start("tool", "C:\\tools\\tool.cmd")).toEqual({
      file: "C:\\Windows\\System32\\cmd.exe",
      args: ["/d", "/e:ON", "/v:OFF", "/s", "/c", '""C:\\tools\\tool.CMD" "a b""'],
      verbatim: true,
    });
    expect(start("C:\\x\\run.bat. .exe", "C:\\x\\run.bat. .exe").verbatim).toBeUndefined();
    expect(windows({}, machine("C:\\x\\run.cmd. ")).command("C:\\x\\run.cmd. ", [], { PATHEXT: ". " }).verbatim).toBe(
      true,
    );
  });
});

describe("batchCommandLine", () => {
  it.each([
    ["plain-1.txt", "plain-1.txt"],
    ["", '""'],
    ["a b", '"a b"'],
    ['"&calc', '"""&calc"'],
    ["%PATH%", '"%%cd:~,%PATH%%cd:~,%"'],
    ["C:\\dir\\", '"C:\\dir\\\\"'],
    ['a\\"b', '"a\\\\""b"'],
    ["a^b|c<d>e!", '"a^b|c<d>e!"'],
  ])("quotes %j", (arg, quoted) => {
    expect(batchCommandLine("t.cmd", [arg])).toBe(`"t.cmd" ${quoted}`);
  });

  it("leaves no special character outside quotes, and no % that could begin a variable", () => {
    fc.assert(
      fc.property(fc.array(fc.string().filter((arg) => !/[\0\r\n]/.test(arg))), (args) => {
        const line = batchCommandLine("t.cmd", args).replaceAll("%%cd:~,%", "");
        expect(line).not.toContain("%");
        expect((line.match(/"/g) ?? []).length % 2).toBe(0);
        expect(line.replace(/"[^"]*"/g, "")).not.toMatch(/[&|<>^!()]/);
      }),
    );
  });

  it("refuses what no quoting carries, with 126", () => {
    for (const [file, arg] of [
      ["t.cmd", "a\r\nb"],
      ["t.cmd", "a\0b"],
      ['t".cmd', "a"],
    ] as const) {
      try {
        batchCommandLine(file, [arg]);
        expect.unreachable();
      } catch (error) {
        expect(programExitCode(error)).toBe(126);
      }
    }
  });
});

describe("signals on Windows", () => {
  it("leave console events to the console and carry out a request to end on the whole tree", () => {
    const fake = machine();
    const platform = windows({}, fake);
    for (const signal of ["SIGINT", "SIGBREAK", "SIGHUP"] as const) platform.pass(child(), signal);
    expect(fake.started).toEqual([]);
    platform.pass(child(), "SIGTERM");
    expect(fake.started).toEqual([["C:\\Windows\\System32\\taskkill.exe", "/PID", "42", "/T", "/F"]]);
  });

  it("knows the longest variable", () => {
    expect(windows({}).variableFault("A", "x".repeat(32_764))).toBeUndefined();
    expect(windows({}).variableFault("A", "x".repeat(32_765))).toContain("32,767");
  });
});
