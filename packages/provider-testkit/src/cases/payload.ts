import type { Payload } from "@keyferry/core/provider";
import type { CaseContext } from "../case-context.ts";
import { type ConformanceCase, holds, needs } from "../conformance-case.ts";
import { ensurePayload, payloadOf } from "../payloads.ts";

/** Puts payloads and reads each back. */
async function roundTrip(context: CaseContext, payloads: Readonly<Record<string, Payload>>): Promise<void> {
  const session = await context.open();
  for (const [index, [what, payload]] of Object.entries(payloads).entries()) {
    const address = await context.seed(`p${index}`, payload);
    ensurePayload((await session.fetch([address], context.patient()))[0], payload, what);
  }
}

const text = (value: string): Payload => ({ kind: "text", text: value });
const bytes = (...values: number[]): Payload => ({ kind: "bytes", bytes: Uint8Array.from(values) });
const fields = (json: string): Payload => ({ kind: "fields", json });

/** 65,536 bytes of UTF-8, or as many as the manager takes, with characters of one to four. */
function longText(size: number): string {
  const piece = "aé€🔑";
  const whole = piece.repeat(Math.floor(size / Buffer.byteLength(piece)));
  return whole + "x".repeat(size - Buffer.byteLength(whole));
}

const TEXTS = ["backup", "p\"a\\s$s'\n€<🔑>", "one\r\ntwo\r\n", " \tx ", "x", "e\u0301 שלום"];

/** Records for names that are free, or that the manager prescribes. */
function recordsOf(names: readonly string[] | undefined): Readonly<Record<string, Payload>> {
  const texts = (named: readonly string[]) =>
    Object.fromEntries(
      TEXTS.map((_, index) => {
        const members = named.map((name, place) => [name, TEXTS[(index + place) % TEXTS.length]]);
        return [`record ${index} of texts`, fields(JSON.stringify(Object.fromEntries(members)))];
      }),
    );
  if (names !== undefined) return texts(names);
  return {
    ...texts(["username", "password"]),
    "a record with odd names": fields('{"":"empty name","a b":"space","/":"slash","ключ":"unicode"}'),
    // A provider that parses them as one object can take a name for that of the record before (nodejs/node#63785).
    "a record with a backslash for a name": fields('{"plain":"x","\\\\":"backslash"}'),
    "a record with a quotation mark for a name": fields('{"plain":"x","\\"":"quotation mark"}'),
    "a record with an empty text": fields('{"value":""}'),
    "a record with a byte order mark": fields('{"value":"\ufeffx"}'),
    "a record with nested data": fields('{"list":[1,"two",null,true],"inner":{"deep":"x"}}'),
  };
}

export const payloadCases: readonly ConformanceCase[] = [
  {
    id: "payload/text",
    title:
      "text comes back character for character: unicode, emoji, line breaks, spaces at its ends, quotes, one character",
    missing: holds("text"),
    run: (context) =>
      roundTrip(context, {
        "text of many scripts": text("Grüße, 世界, שלום, नमस्ते"),
        "text with emoji": text("👩‍👩‍👧‍👦 🔑 \u{1f3f3}\u{fe0f}\u200d\u{1f308}"),
        "text that is not normalised": text("e\u0301 é \u212b"),
        "text with CRLF and LF": text("one\r\ntwo\nthree\r\n"),
        "text with spaces and tabs at its ends": text("  \tinside\t  "),
        "text with quotes, markup and backslashes": text(`"p'a\\s$s<&>\`%00{{x}}`),
        "one character": text("x"),
      }),
  },
  {
    id: "payload/bom",
    title: "a byte order mark at the beginning of a text is kept",
    missing: holds("text"),
    run: (context) => roundTrip(context, { "text with a byte order mark": text("\ufeffvalue") }),
  },
  {
    id: "payload/json-text",
    title: "JSON inside a text stays text, space for space",
    missing: holds("text"),
    run: (context) =>
      roundTrip(context, { "text that is JSON": text('{ "b": 1.0, "a": [12345678901234567890],\n "a": null }') }),
  },
  {
    id: "payload/long",
    title: "a value of 64 KiB, or the longest that the manager takes, comes back whole",
    run: (context) => {
      const { harness } = context;
      // A record has its name and its frame beside the text.
      const frame = harness.payloads[0] === "fields" && harness.fieldNames === undefined ? 32 : 0;
      const longest = longText((harness.maxValueBytes ?? 65_536) - frame);
      return roundTrip(context, { "the longest value": payloadOf(longest, harness) });
    },
  },
  {
    id: "payload/bytes",
    title: "bytes come back byte for byte: invalid UTF-8, NUL, every byte",
    missing: holds("bytes"),
    run: (context) =>
      roundTrip(context, {
        "bytes that are no UTF-8": bytes(0xff, 0xfe, 0x80, 0xc3, 0x28),
        "bytes with NUL": bytes(0xff, 0x00, 0x01, 0x00),
        "every byte": bytes(...Array.from({ length: 256 }, (_, value) => value)),
      }),
  },
  {
    id: "payload/fields",
    title:
      "a record comes back with its members: texts of every kind, odd names, nested data, as far as it may have them",
    missing: holds("fields"),
    run: (context) => roundTrip(context, recordsOf(context.harness.fieldNames)),
  },
  {
    id: "payload/long-numbers",
    title: "long numbers of a record keep their digits",
    missing: needs(holds("fields"), ({ fieldNames }) => (fieldNames ? "a record holds no numbers" : undefined)),
    run: (context) =>
      roundTrip(context, { "a record with long numbers": fields('{"account":12345678901234567890,"ratio":0.10}') }),
  },
];
