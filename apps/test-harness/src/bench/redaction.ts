import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { judge } from "./bound.ts";
import { benchValue, type Relayed, relay } from "./relay.ts";

const SECRETS = 100;
const MIB = 2 ** 20;

/** Writes a file again and again, so many MiB in all. */
const REPEAT = `const b = require("node:fs").readFileSync(process.argv[1]); let n = Number(process.argv[2]) * ${MIB} / b.length;
  const go = () => { while (n-- > 0) if (!process.stdout.write(b)) return process.stdout.once("drain", go); }; go();`;

/** A line with the time at which it is written, each 5 ms. */
const STAMPS = `let n = 200; const t = setInterval(() => { process.stdout.write("at " + (performance.timeOrigin + performance.now()) + "\\n");
  if (--n === 0) clearInterval(t); }, 5);`;

/**
 * Masking 100 values in all their forms against the same pipe without any: rate, memory, delay, and text made of the beginnings of
 * values, or of their hex digits, which are longer: those look like a value to their end. Each is the best of its rounds, which
 * take turns: what else the machine does slows them down, and nothing speeds them up.
 */
export async function benchRedaction(rounds: number): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "keyferry-bench-"));
  try {
    const [plain, hostile, digits] = ["plain", "hostile", "digits"].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    await writeFile(plain, Buffer.alloc(MIB, "The quick brown fox jumps over the lazy dog, 0123456789 times.\n"));
    const values = Array.from({ length: SECRETS }, (_, at) => benchValue(at));
    const hex = values.map((value) => Buffer.from(value).toString("hex"));
    await writeFile(hostile, Buffer.alloc(MIB, values.map((value) => value.slice(0, -1)).join("")));
    await writeFile(digits, Buffer.alloc(MIB, hex.map((each) => each.slice(0, -1)).join("")));
    const write = (file: string, mib: number, secrets: number) =>
      relay({ secrets, program: process.execPath, args: ["-e", REPEAT, file, String(mib)] });
    const stamps = (secrets: number) => relay({ secrets, program: process.execPath, args: ["-e", STAMPS] });
    const all = { open: [], masked: [], hostile: [], digits: [], delays: [] } as Record<string, Relayed[]>;
    for (let round = 0; round < rounds; round++) {
      all.open?.push(await write(plain, 128, 0));
      all.masked?.push(await write(plain, 128, SECRETS));
      all.hostile?.push(await write(hostile, 32, SECRETS));
      all.digits?.push(await write(digits, 32, SECRETS));
      all.delays?.push(await stamps(SECRETS));
    }
    const least = (name: string, number: (relayed: Relayed) => number) => Math.min(...(all[name] ?? []).map(number));
    const rate = (name: string) => 1 / least(name, pace);
    const [open, masked, slow] = [rate("open"), rate("masked"), Math.min(rate("hostile"), rate("digits"))];
    process.stdout.write(
      `       MiB/s: without values ${open.toFixed(0)}, with ${masked.toFixed(0)}, hostile ${slow.toFixed(0)}\n`,
    );
    const more = least("masked", ({ rssMiB }) => rssMiB) - least("open", ({ rssMiB }) => rssMiB);
    return [
      judge({
        what: "masking 100 values, times the time of the same pipe without",
        measured: open / masked,
        // Half of the pipe's rate is the aim, and reached; the rest is room for a busy machine.
        atMost: 2.5,
      }),
      judge({
        what: "the same for beginnings of values, times the time of plain text",
        measured: masked / slow,
        atMost: 10,
      }),
      judge({ what: "the same, MiB of memory besides the pipe's", measured: Math.max(0, more), atMost: 64 }),
      judge({ what: "the same, ms of delay (95 of 100 lines)", measured: least("delays", delay), atMost: 5 }),
    ].every((holds) => holds);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Seconds for a MiB. */
function pace({ bytes, ms }: Relayed): number {
  return ms / 1000 / (bytes / MIB);
}

function delay({ delays }: Relayed): number {
  return delays.toSorted((a, b) => a - b)[Math.floor(delays.length * 0.95)] ?? Number.NaN;
}
