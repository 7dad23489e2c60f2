import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { isKeyferryError } from "../../src/contract/failure.ts";
import { diskFileSystem } from "../../src/settings/file-system.ts";
import { type KeptFileOptions, keptFile } from "../../src/settings/kept-file.ts";
import { temporaryFolder } from "./support/folder.ts";

interface Counter {
  readonly schemaVersion: 1;
  readonly count: number;
}

const schema = {
  type: "object",
  additionalProperties: false,
  required: ["schemaVersion", "count"],
  properties: { schemaVersion: { const: 1 }, count: { type: "integer", minimum: 0 } },
};

async function counter(more: Partial<KeptFileOptions> = {}) {
  const settingsPath = join(await temporaryFolder(), "keyferry", "settings.json");
  return keptFile<Counter>({ settingsPath, name: "counter.json", schema, env: {}, ...more });
}
const add = (current: Counter | undefined): Counter => ({ schemaVersion: 1, count: (current?.count ?? 0) + 1 });

async function failureOf(running: Promise<unknown>) {
  const thrown = await running.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!isKeyferryError(thrown)) throw new Error("it did not fail as it should");
  return thrown.failures[0];
}

describe("a file beside the settings", () => {
  it("is absent at first, then whole, 0600, with nothing beside it", async () => {
    const file = await counter();
    expect(await file.read()).toBeUndefined();
    await file.update(add);
    await file.update(add);
    expect(await file.read()).toEqual({ schemaVersion: 1, count: 2 });
    expect(((await stat(file.path)).mode & 0o7777).toString(8)).toBe("600");
    expect(await readdir(dirname(file.path))).toEqual(["counter.json"]);
  });

  it("loses no change of many writers at once", async () => {
    const file = await counter();
    await Promise.all(Array.from({ length: 8 }, () => file.update(add)));
    expect(await file.read()).toMatchObject({ count: 8 });
  });

  it("changes nothing where the change throws, gives back what it got, or does not fit the schema", async () => {
    const file = await counter();
    await file.update(add);
    const before = await readFile(file.path);
    const refuse = () => {
      throw new Error("no");
    };
    await expect(file.update(refuse)).rejects.toThrow("no");
    await file.update((current) => current);
    expect(await failureOf(file.update(() => ({ schemaVersion: 1, count: -1 })))).toMatchObject({ code: "settings" });
    expect(await readFile(file.path)).toEqual(before);
  });

  it("begins anew where another program wrote without the lock", async () => {
    let interfere = true;
    const files = {
      ...diskFileSystem,
      open: (async (path: string, flags: string, mode: number) => {
        const handle = await diskFileSystem.open(path, flags, mode);
        if (flags === "wx" && interfere) {
          interfere = false;
          await writeFile(file.path, JSON.stringify({ schemaVersion: 1, count: 10 }), { mode: 0o600 });
        }
        return handle;
      }) as typeof diskFileSystem.open,
    };
    const file = await counter({ files });
    await file.update(add);
    expect(await file.read()).toMatchObject({ count: 11 });
  });

  it.each([
    ["cut", '{"schemaVersion": 1, "cou', /damaged/],
    ["newer", '{"schemaVersion": 2, "count": 1}', /newer Keyferry/],
    ["not of its form", '{"schemaVersion": 1, "count": "many"}', /must be a whole number/],
  ])("refuses one that is %s, and leaves it as it is", async (_, text, message) => {
    const file = await counter();
    await mkdir(dirname(file.path), { mode: 0o700 });
    await writeFile(file.path, text, { mode: 0o600 });
    const failure = { code: "settings", message: expect.stringMatching(message), hint: expect.any(String) };
    expect(await failureOf(file.read())).toMatchObject(failure);
    expect(await failureOf(file.update(add))).toMatchObject(failure);
    expect(await readFile(file.path, "utf8")).toBe(text);
  });

  it.skipIf(process.platform === "win32")("refuses one that others may read, and a link", async () => {
    const file = await counter();
    await file.update(add);
    await chmod(file.path, 0o640);
    expect((await failureOf(file.read()))?.message).toMatch(/lets others read/);
    const other = await counter();
    await mkdir(dirname(other.path), { mode: 0o700 });
    await symlink(file.path, other.path);
    expect((await failureOf(other.read()))?.message).toMatch(/symbolic link/);
  });
});
