import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { canary, hostileCanary, LeakScanner } from "../../src/leaks/index.ts";

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "keyferry-leaks-"));
  onTestFinished(() => rm(made, { recursive: true }));
  return made;
}

describe("a finding", () => {
  it("names the place and never the value", async () => {
    const secret = canary();
    const scanner = new LeakScanner([secret]);
    const root = await folder();
    await mkdir(join(root, `of-${secret}`));
    await writeFile(join(root, `of-${secret}`, "log"), `first line\n${secret}`);
    const findings = await scanner.scanDirectory(root);
    expect(findings).toEqual([
      { encoding: "raw", source: `a name in ${root}`, position: 3, value: 0 },
      { encoding: "raw", source: `${root}/of-[...]/log`, position: 11, value: 0 },
    ]);
    expect(JSON.stringify(scanner.report())).not.toContain(secret);
  });

  it("is one for each value and encoding of a place", () => {
    const [one, two] = [canary(), canary()];
    const findings = new LeakScanner([one, two]).scanText(
      `${one} ${two} ${one} ${Buffer.from(two).toString("hex")}`,
      "log",
    );
    expect(findings.map(({ encoding, value }) => [encoding, value])).toEqual([
      ["raw", 0],
      ["raw", 1],
      ["hex", 1],
    ]);
  });

  it("is made of a line of a value too, but not of a PEM file's frame", () => {
    const line = `MIIE${canary()}`;
    const scanner = new LeakScanner([`-----BEGIN PRIVATE KEY-----\n${line}\n-----END PRIVATE KEY-----\n`]);
    expect(scanner.scanText(`> ${line}`, "log")).toHaveLength(1);
    expect(scanner.scanText("-----BEGIN PRIVATE KEY-----", "log")).toEqual([]);
  });
});

describe("a stream", () => {
  it("hides nothing between its pieces", async () => {
    const secret = hostileCanary();
    const bytes = Buffer.from(`${"x".repeat(50)}${secret}${"y".repeat(50)}`);
    for (const size of [1, 7, 64]) {
      const pieces = async function* (): AsyncGenerator<Uint8Array> {
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
      };
      const findings = await new LeakScanner([secret]).scanStream(pieces(), "output");
      expect(findings).toContainEqual({ encoding: "raw", source: "output", position: 50, value: 0 });
    }
  });

  it("finds a value that lies across the pieces of a large file", async () => {
    const secret = canary();
    const root = await folder();
    await writeFile(join(root, "big"), `${"x".repeat(65_536 - 10)}${secret}${"y".repeat(100_000)}`);
    const scanner = new LeakScanner([secret]);
    expect(await scanner.scanDirectory(root)).toMatchObject([{ encoding: "raw", position: 65_526 }]);
    expect(scanner.report()).toMatchObject({ places: 2, bytes: 65_526 + 37 + 100_000 + 3 });
  });
});

describe("a folder", () => {
  it("is searched without following links", async () => {
    const secret = canary();
    const [root, outside] = [await folder(), await folder()];
    await writeFile(join(outside, "file"), secret);
    await symlink(outside, join(root, "link"));
    expect(await new LeakScanner([secret]).scanDirectory(root)).toEqual([]);
  });

  it("that cannot be read is not called clean", async () => {
    const scanner = new LeakScanner([canary()]);
    const missing = join(await folder(), "missing");
    expect(await scanner.scanDirectory(missing)).toEqual([]);
    expect(scanner.report().unread).toEqual([`${missing}: ENOENT`]);
  });
});

describe("a process", () => {
  it("that has ended is not called clean", async () => {
    const scanner = new LeakScanner([canary()]);
    await scanner.scanProcess(2 ** 30);
    expect(scanner.report().unread).toHaveLength(2);
  });

  it.runIf(process.platform === "linux")("is searched in its arguments and its environment", async () => {
    const scanner = new LeakScanner([process.argv[0] ?? ""]);
    expect(await scanner.scanProcess(process.pid)).not.toEqual([]);
    expect(scanner.report().places).toBe(2);
  });
});

describe("an object", () => {
  it("may be made to throw, to loop and to trap", () => {
    const secret = canary();
    const scanner = new LeakScanner([secret]);
    const loop: Record<string, unknown> = { deep: { deeper: {} } };
    loop.self = loop;
    Object.defineProperty(loop, "trap", {
      get: () => {
        throw new Error("trap");
      },
      enumerable: true,
    });
    Object.defineProperty(loop, "toJSON", {
      value: () => {
        throw new Error("no JSON");
      },
    });
    const trapped = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error("no keys");
        },
      },
    );
    expect(scanner.scanObject({ loop, trapped, nothing: null, number: 1 }, "object")).toEqual([]);
    Object.defineProperty(loop, "leak", {
      get: () => {
        throw new Error(secret);
      },
    });
    expect(scanner.scanObject({ loop }, "object")).not.toEqual([]);
  });

  it("is searched behind a custom inspection and a custom JSON", () => {
    class Careful {
      inner = { token: secret };
      toJSON(): string {
        return "[secret]";
      }
      [Symbol.for("nodejs.util.inspect.custom")](): string {
        return "[secret]";
      }
    }
    const secret = canary();
    const sources = new LeakScanner([secret]).scanObject(new Careful(), "it").map(({ source }) => source);
    expect(sources).toContain("it (inspect, hidden)");
    expect(sources).toContain("it.inner.token");
    expect(sources).not.toContain("it (JSON)");
  });

  it("keeps what is truly private", () => {
    class Private {
      readonly #value = canary();
      matches(other: string): boolean {
        return this.#value === other;
      }
      search(): number {
        return new LeakScanner([this.#value]).scanObject(this, "private").length;
      }
    }
    expect(new Private().search()).toBe(0);
  });
});

describe("the scanner", () => {
  it.each([[[]], [["short"]], [["long enough", "\ud800 alone"]]])("refuses what it could not find: %j", (values) => {
    expect(() => new LeakScanner(values)).toThrow();
  });

  it("says what it searched", () => {
    const scanner = new LeakScanner([canary(), canary()]);
    scanner.scanText("1234", "a");
    scanner.scanText("1", "b");
    expect(scanner.report()).toEqual({
      values: 2,
      encodings: ["raw", "utf-16le", "base64", "base64url", "hex", "hex-upper", "percent", "json", "xml"],
      places: 2,
      bytes: 5,
      unread: [],
      findings: [],
    });
  });
});
