import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isKeyferryError } from "../../src/contract/failure.ts";
import { filledFolder, storeAt, writePrivate } from "./support/folder.ts";

/** Reads a damaged folder: a whole reading or a clear refusal, and not one byte changed. */
async function readDamaged(folder: string, file: string, bytes: Uint8Array): Promise<"read" | "refused"> {
  const path = join(folder, file);
  await writePrivate(path, bytes);
  try {
    const settings = await storeAt(folder).read();
    expect(settings.connections.size + settings.secrets.size + settings.profiles.size).toBeGreaterThan(0);
    return "read";
  } catch (error) {
    if (!isKeyferryError(error)) throw error;
    expect(error.failures[0]).toMatchObject({ code: "settings" });
    expect(error.message).toMatch(/^[^\p{Cf}\p{Cs}]*$/u);
    return "refused";
  } finally {
    expect(Buffer.compare(await readFile(path), bytes)).toBe(0);
  }
}

const FILES = ["settings.json", join("profiles", "p1.json")];

describe.each(FILES)("%s, damaged", (file) => {
  it("is refused when cut off anywhere", async () => {
    const folder = await filledFolder();
    const whole = await readFile(join(folder, file));
    // The last byte is the line break after the file's end.
    for (let length = 0; length < whole.length - 1; length += 1) {
      expect(await readDamaged(folder, file, whole.subarray(0, length))).toBe("refused");
    }
  });

  it("is read or refused with any byte changed, and never in another way", async () => {
    const folder = await filledFolder();
    const whole = await readFile(join(folder, file));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (at, byte) => {
        const bytes = Buffer.from(whole);
        bytes[at] = byte;
        await readDamaged(folder, file, bytes);
      }),
      { numRuns: 300 },
    );
  });

  it("is refused with any JSON of another shape in its place", async () => {
    const folder = await filledFolder();
    await fc.assert(
      fc.asyncProperty(fc.json(), async (json) => {
        expect(await readDamaged(folder, file, Buffer.from(json))).toBe("refused");
      }),
      { numRuns: 200 },
    );
  });
});
