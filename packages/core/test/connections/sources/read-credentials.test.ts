import { chown, rm, symlink, truncate } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type SourceReader, systemReader } from "../../../src/connections/sources/reader.ts";
import { parseSource } from "../../../src/connections/sources/source-table.ts";
import { KeyferryError } from "../../../src/contract/failure.ts";
import { CANARY } from "../fixtures.ts";
import { failures, read, temporaryFolder, value } from "./support/reading.ts";

let temporary: Awaited<ReturnType<typeof temporaryFolder>>;
let folder: string;
beforeEach(async () => {
  temporary = await temporaryFolder();
  folder = temporary.path;
});
afterEach(() => temporary.remove());

const file = (text: string | Uint8Array, mode?: number) => temporary.file(text, mode);

describe("env:", () => {
  it("reads a variable, one line break less, and seals it", async () => {
    expect(await value({ token: "env:T" }, systemReader({ T: `${CANARY}\n` }))).toBe(CANARY);
    const sealed = await read({ token: "env:T" }, systemReader({ T: CANARY }));
    expect(String(sealed.get("token"))).toBe("[secret]");
    expect(parseSource("env:T").variable).toBe("T");
  });

  it("names the variable that is not set or empty, and the connection", async () => {
    const [unset] = await failures({ token: "env:ACME_T" });
    expect(unset).toMatchObject({ code: "unauthenticated", connection: "prod" });
    expect(unset?.message).toBe("the environment variable ACME_T is not set");
    expect((await failures({ token: "env:T" }, systemReader({ T: "" })))[0]?.message).toMatch(/is empty/);
    // What every object inherits is no variable.
    expect((await failures({ token: "env:constructor" }))[0]?.message).toMatch(/not set/);
  });

  it.each([`a${"\n"}${CANARY}`, `${CANARY}\n\n`, `${CANARY} x`, `${CANARY}é`, `\u0000${CANARY}`, "\n"])(
    "refuses what is not visible ASCII (%#)",
    async (text) => {
      expect((await failures({ token: "env:T" }, systemReader({ T: text })))[0]?.code).toBe("unauthenticated");
    },
  );

  it("takes any text where the field says so", async () => {
    const pem = "-----BEGIN X-----\nä b\n-----END X-----";
    expect(await value({ pem: "env:P" }, systemReader({ P: `${pem}\r\n` }))).toBe(pem);
  });
});

describe.skipIf(process.geteuid === undefined)("file:", () => {
  it("reads a private file anew each time", async () => {
    const path = await file(`${CANARY}\n`);
    expect(await value({ token: `file:${path}` })).toBe(CANARY);
    await file("second");
    expect(await value({ token: `file:${path}` })).toBe("second");
    await file("third", 0o400);
    expect(await value({ token: `file:${path}` })).toBe("third");
  });

  it.each([0o640, 0o604, 0o620, 0o601])("refuses the mode %o", async (mode) => {
    const path = await file(CANARY, mode);
    const [failure] = await failures({ token: `file:${path}` });
    expect(failure).toMatchObject({ code: "settings", hint: `run: chmod 600 ${path}` });
  });

  it("refuses a link, a folder, a pipe-like thing, a long, an empty and an absent file", async () => {
    const path = await file(CANARY);
    const link = join(folder, "link");
    await symlink(path, link);
    expect((await failures({ token: `file:${link}` }))[0]?.message).toMatch(/symbolic link/);
    expect((await failures({ token: `file:${folder}` }))[0]?.message).toMatch(/not a regular file|open to other/);
    expect((await failures({ token: "file:/dev/null" }))[0]?.message).toMatch(/not a regular file/);
    await truncate(path, 64 * 1024 + 1);
    expect((await failures({ token: `file:${path}` }))[0]?.message).toMatch(/longer than 64 KiB/);
    await truncate(path, 0);
    expect((await failures({ token: `file:${path}` }))[0]?.message).toMatch(/is empty/);
    await rm(path);
    expect((await failures({ token: `file:${path}` }))[0]?.message).toMatch(/does not exist/);
  });

  it("refuses what is no UTF-8", async () => {
    const path = await file(Uint8Array.of(0x61, 0xff));
    expect((await failures({ token: `file:${path}` }))[0]?.message).toMatch(/not UTF-8/);
  });

  it("takes the files of this user and root alone", async () => {
    const stat = (uid: number) => ({ isFile: () => true, uid, mode: 0o100600 });
    const reader = (uid: number): SourceReader => ({
      ...systemReader({}),
      euid: 1_000,
      openFile: async () => ({
        stat: async () => stat(uid),
        close: async () => undefined,
        read: async (buffer, offset) =>
          offset === 0 ? { bytesRead: Buffer.from(buffer.buffer, 0, 1).write("x") } : { bytesRead: 0 },
      }),
    });
    expect((await failures({ token: "file:/f" }, reader(1_001)))[0]?.message).toMatch(/another user/);
    expect(await value({ token: "file:/f" }, reader(1_000))).toBe("x");
    expect(await value({ token: "file:/f" }, reader(0))).toBe("x");
  });

  it.skipIf(process.geteuid?.() !== 0)("refuses another user's real file", async () => {
    const path = await file(CANARY);
    await chown(path, 12_345, 12_345);
    expect((await failures({ token: `file:${path}` }))[0]?.message).toMatch(/another user/);
  });

  it("does not look at modes on Windows", async () => {
    const path = await file(CANARY, 0o666);
    expect(await value({ token: `file:${path}` }, { ...systemReader({}), euid: undefined })).toBe(CANARY);
  });
});

it("reports all that cannot be read at once", async () => {
  expect(await failures({ token: "env:A", pem: "env:B" })).toHaveLength(2);
});
describe("stored", () => {
  const sealing = (sealed: SourceReader["sealed"]): SourceReader => ({
    ...systemReader({}),
    ...(sealed && { sealed }),
  });

  it("reads its own field of what is sealed, and nothing that every object inherits", async () => {
    const reader = sealing(async () => ({ token: CANARY }));
    expect(await value({ token: "stored" }, reader)).toBe(CANARY);
    const [failure] = await failures({ constructor: "stored" }, reader);
    expect(failure).toMatchObject({ code: "unauthenticated", message: "nothing is sealed for it" });
  });

  it("takes nothing behind its name", () => {
    for (const text of ["stored:", "stored:x", "STORED", " stored"])
      expect(() => parseSource(text)).toThrow(/no source/);
  });

  it("tells the store's failure once, whatever the number of fields", async () => {
    const locked = { code: "unauthenticated", message: "the keychain is locked", hint: "unlock it" } as const;
    const reader = sealing(() => Promise.reject(new KeyferryError(locked)));
    expect(await failures({ token: "stored", pem: "stored" }, reader)).toEqual([
      { ...locked, where: "connection prod, credential token", connection: "prod" },
    ]);
  });
});
