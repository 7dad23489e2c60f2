import { type Encoding, encodings } from "./encodings.ts";
import type { Finding, LeakReport } from "./finding.ts";
import { makeNeedles, minValueBytes, type Needle } from "./needles.ts";
import { scanDirectory } from "./scan-directory.ts";
import { scanObject } from "./scan-object.ts";
import { scanProcess } from "./scan-process.ts";

/** Searches for values in nine encodings in whatever a program leaves behind. */
export class LeakScanner {
  readonly #needles: readonly Needle[];
  readonly #longest: number;
  readonly #values: number;
  readonly #findings: Finding[] = [];
  readonly #unread: string[] = [];
  #places = 0;
  #bytes = 0;

  /**
   * Throws if there is no value, or if one is too short to be told from chance (less than 6 bytes) or is not
   * well-formed Unicode.
   */
  constructor(values: readonly string[]) {
    if (values.length === 0) throw new Error("A leak scanner needs at least one value to look for.");
    for (const [index, value] of values.entries()) {
      if (Buffer.byteLength(value) >= minValueBytes && value.isWellFormed()) continue;
      throw new Error(
        `Value ${index} cannot be looked for: it needs at least ${minValueBytes} bytes of well-formed text.`,
      );
    }
    this.#values = values.length;
    this.#needles = makeNeedles(values);
    this.#longest = Math.max(...this.#needles.map(({ bytes }) => bytes.length));
  }

  /** Searches one text. If it may be bytes that were read as Latin-1, those bytes are searched as well. */
  scanText(text: string, source: string): Finding[] {
    const findings = this.scanBytes(Buffer.from(text, "utf8"), source);
    if (findings.length > 0 || !/^[\0-\xff]*[\x80-\xff][\0-\xff]*$/.test(text)) return findings;
    const found = new Map<string, Finding>();
    this.#search(Buffer.from(text, "latin1"), source, 0, found);
    return this.#keep(found);
  }

  /** Searches some bytes. Returns the first finding of each value in each encoding. */
  scanBytes(bytes: Uint8Array, source: string): Finding[] {
    const found = new Map<string, Finding>();
    this.#places += 1;
    this.#bytes += bytes.length;
    this.#search(bytes, source, 0, found);
    return this.#keep(found);
  }

  /** Searches bytes that arrive in pieces; a value that is split between two pieces is found, too. */
  async scanStream(pieces: AsyncIterable<Uint8Array>, source: string): Promise<Finding[]> {
    const found = new Map<string, Finding>();
    this.#places += 1;
    let rest: Uint8Array = Buffer.alloc(0);
    let offset = 0;
    for await (const piece of pieces) {
      this.#bytes += piece.length;
      const hay = Buffer.concat([rest, piece]);
      this.#search(hay, source, offset, found);
      rest = hay.subarray(-this.#longest);
      offset += hay.length - rest.length;
    }
    return this.#keep(found);
  }

  /** Searches everything below a folder: names, contents, targets of links. Links are not followed. */
  scanDirectory(path: string): Promise<Finding[]> {
    return scanDirectory(this, path);
  }

  /**
   * Searches the arguments and the environment of a running process. Only on Linux; elsewhere the report notes it as
   * not read.
   */
  scanProcess(pid: number): Promise<Finding[]> {
    return scanProcess(this, pid);
  }

  /** Searches everything that can be got out of a JavaScript value. Getters are called. */
  scanObject(thing: unknown, source: string): Finding[] {
    return scanObject(this, thing, source);
  }

  /** Notes that a place could not be searched. */
  unread(source: string, reason: string): void {
    this.#unread.push(`${this.#withoutValues(source)}: ${reason}`);
  }

  /** What has been searched and found so far. */
  report(): LeakReport {
    return {
      values: this.#values,
      encodings: Object.keys(encodings) as Encoding[],
      places: this.#places,
      bytes: this.#bytes,
      unread: [...this.#unread],
      findings: [...this.#findings],
    };
  }

  #search(bytes: Uint8Array, source: string, offset: number, found: Map<string, Finding>): void {
    const hay = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (const { bytes: needle, encoding, value } of this.#needles) {
      const at = needle.length > hay.length ? -1 : hay.indexOf(needle);
      const key = `${encoding} ${value}`;
      if (at < 0 || found.has(key)) continue;
      found.set(key, { encoding, source: this.#withoutValues(source), position: offset + at, value });
    }
  }

  #keep(found: ReadonlyMap<string, Finding>): Finding[] {
    this.#findings.push(...found.values());
    return [...found.values()];
  }

  /** A file's name may itself be the leak, and a report must not repeat it. */
  #withoutValues(source: string): string {
    let bytes = Buffer.from(source, "utf8");
    for (const { bytes: needle } of this.#needles) {
      for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle)) {
        bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from("[...]"), bytes.subarray(at + needle.length)]);
      }
    }
    return bytes.toString("utf8");
  }
}
