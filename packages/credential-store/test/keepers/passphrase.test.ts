import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { CONNECTION, failuresOf, ground, LOGIN } from "../support.ts";

const PASSPHRASE = "correct horse battery";
const saying = (passphrase: string) => ({ askPassphrase: async () => passphrase });

describe("a passphrase", () => {
  it("opens however a keyboard composed its characters", async () => {
    const { open } = ground();
    await open(saying("zażółć gęślą é")).seal(CONNECTION, LOGIN, { keeper: "passphrase" });
    expect(await open(saying("zażółć gęślą é".normalize("NFD"))).open(CONNECTION)).toEqual(LOGIN);
  });

  it("that is wrong, and a damaged wrap, salt or nonce, are one error", async () => {
    const { open, path } = ground();
    await open(saying(PASSPHRASE)).seal(CONNECTION, LOGIN, { keeper: "passphrase" });
    const [wrong] = await failuresOf(open(saying("incorrect horse")).open(CONNECTION));
    expect(wrong).toMatchObject({ code: "unauthenticated", where: "keeper passphrase", hint: expect.any(String) });
    const sealed = await readFile(path, "utf8");
    const other = Buffer.alloc(16, 9).toString("base64");
    for (const [member, from] of [
      ["sealed", (file: SealedParts) => file.keeper.wrapped],
      ["nonce", (file: SealedParts) => file.keeper.wrapped],
      ["salt", (file: SealedParts) => file.keeper.with],
    ] as const) {
      const file = JSON.parse(sealed) as SealedParts;
      from(file)[member] = member === "nonce" ? other.slice(0, 16) : other;
      await writeFile(path, JSON.stringify(file));
      expect(await failuresOf(open(saying(PASSPHRASE)).open(CONNECTION))).toEqual([wrong]);
    }
  });

  it("that is empty or short makes no store", async () => {
    const { open, path } = ground();
    for (const said of ["", "short"]) {
      const [failure] = await failuresOf(open(saying(said)).seal(CONNECTION, LOGIN, { keeper: "passphrase" }));
      expect(failure?.where).toContain("passphrase");
    }
    await expect(readFile(path)).rejects.toThrow();
  });
});

interface SealedParts {
  readonly keeper: { readonly wrapped: Record<string, string>; readonly with: Record<string, string> };
}

describe.skipIf(process.platform === "win32")("a passphrase by a descriptor", () => {
  it("is read from a file, one line break less, once", async () => {
    const { open, folder } = ground();
    await open(saying(PASSPHRASE)).seal(CONNECTION, LOGIN, { keeper: "passphrase" });
    const path = join(folder, "passphrase");
    await writeFile(path, `${PASSPHRASE}\n`, { mode: 0o600 });
    const fd = openSync(path, "r");
    const store = open({}, { KEYFERRY_PASSPHRASE_FD: String(fd) });
    expect(await store.open(CONNECTION)).toEqual(LOGIN);
    expect(() => closeSync(fd)).toThrow(/EBADF/);
  });

  it.each([
    ["no number", "three", /names no descriptor/],
    ["standard input", "0", /names no descriptor/],
    ["not open", "999", /not open/],
  ])("%s is refused", async (_, fd, message) => {
    const { open } = ground();
    await open(saying(PASSPHRASE)).seal(CONNECTION, LOGIN, { keeper: "passphrase" });
    const [failure] = await failuresOf(open({}, { KEYFERRY_PASSPHRASE_FD: fd }).open(CONNECTION));
    expect(failure).toMatchObject({ code: "unauthenticated", message: expect.stringMatching(message) });
  });

  it("is refused where it is too long, a device, or nobody's", async () => {
    const { open, folder } = ground();
    await open(saying(PASSPHRASE)).seal(CONNECTION, LOGIN, { keeper: "passphrase" });
    const long = join(folder, "long");
    await writeFile(long, "x".repeat(5_000));
    for (const [path, message] of [
      [long, /too long/],
      ["/dev/zero", /neither a file nor a pipe/],
    ] as const) {
      const fd = openSync(path, "r");
      const [failure] = await failuresOf(open({}, { KEYFERRY_PASSPHRASE_FD: String(fd) }).open(CONNECTION));
      expect(failure?.message).toMatch(message);
    }
    expect((await failuresOf(open().open(CONNECTION)))[0]?.hint).toContain("KEYFERRY_PASSPHRASE_FD=3");
  });

  it("comes through a pipe to a real process", async () => {
    const { open, settingsPath } = ground();
    await open(saying(PASSPHRASE)).seal(CONNECTION, LOGIN, { keeper: "passphrase" });
    const script = `
      const { createCredentialStore } = await import(${JSON.stringify(new URL("../../src/index.ts", import.meta.url).href)});
      const place = { settingsPath: ${JSON.stringify(settingsPath)}, env: process.env };
      const opened = await createCredentialStore(place).open(${JSON.stringify(CONNECTION)});
      console.log(Object.keys(opened).join());`;
    const child = spawn(
      process.execPath,
      ["--disable-warning=ExperimentalWarning", "--input-type=module", "-e", script],
      {
        cwd: fileURLToPath(new URL("../..", import.meta.url)),
        env: { PATH: process.env.PATH, KEYFERRY_PASSPHRASE_FD: "3" },
        stdio: ["ignore", "pipe", "inherit", "pipe"],
      },
    );
    (child.stdio[3] as NodeJS.WritableStream).end(`${PASSPHRASE}\n`);
    let printed = "";
    child.stdout?.on("data", (text) => {
      printed += text;
    });
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect([code, printed]).toEqual([0, "token\n"]);
  });
});
