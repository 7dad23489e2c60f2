import { describe, expect, it } from "vitest";
import { startWrapper } from "../support/start-wrapper.ts";

const VALUE = `cnry p"a$s'\n&€ %`;
const MASK = Buffer.from("[secret]");

/** Writes so many lines of 1 KiB, each with the value and its base64, as fast as they are taken. */
const SCRIPT = `const [, lines] = process.argv;
  const parts = [process.env.TOKEN, " ", Buffer.from(process.env.TOKEN).toString("base64"), "\\n"].join("");
  const block = Buffer.from((".".repeat(1024 - Buffer.byteLength(parts)) + parts).repeat(64));
  let left = lines / 64;
  const write = () => { while (left-- > 0) if (!process.stdout.write(block)) return process.stdout.once("drain", write); };
  write()`;

/** Runs a job that writes so much, and reads it: how many masks came, whether a value did, and the wrapper's most memory in MiB. */
async function writes(mib: number) {
  const args = ["-e", SCRIPT, String(mib * 1024)];
  const wrapper = startWrapper({ program: process.execPath, args, secrets: { TOKEN: VALUE }, redact: true });
  const errors = wrapper.stderr.toArray();
  let [masks, leaked] = [0, false];
  // A mask or a value may be cut: the end of a piece is looked at with the next.
  let rest = Buffer.alloc(0);
  for await (const chunk of wrapper.stdout as AsyncIterable<Buffer>) {
    const text = Buffer.concat([rest, chunk]);
    leaked ||= text.includes("cnry") || text.includes("&€");
    let end = 0;
    for (let at = text.indexOf(MASK); at >= 0; at = text.indexOf(MASK, end)) {
      masks += 1;
      end = at + MASK.length;
    }
    rest = text.subarray(Math.max(end, text.length - MASK.length + 1));
  }
  const kilobytes = Number(/rss (\d+)/.exec(Buffer.concat(await errors).toString())?.[1]);
  return { masks, leaked, mib: kilobytes / 1024 };
}

describe.runIf(process.platform !== "win32")("a job that writes without an end", () => {
  // 10 GB, by hand, take no more memory than these: docs/decisions/0028-how-jobs-end.md.
  it("is masked in full, in memory that does not grow with what it writes", async () => {
    // The few are enough for the collector to have come to rest: before, a busy machine makes more of a difference than the output.
    const [few, many] = [await writes(64), await writes(208)];
    expect(few).toMatchObject({ masks: 64 * 1024 * 2, leaked: false });
    expect(many).toMatchObject({ masks: 208 * 1024 * 2, leaked: false });
    expect(many.mib - few.mib).toBeLessThan(48);
  });
});
