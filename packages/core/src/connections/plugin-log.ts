import type { LogRecord } from "../contract/host.ts";
import { plainCopy } from "../plugins/plain-copy.ts";
import { safeText } from "../plugins/safe-text.ts";
import { isPlainRecord, member } from "../plugins/shape.ts";
import type { Redact } from "./provider-failure.ts";

const CAPS = { depth: 3, nodes: 200, chars: 64 * 1024 };
const MAX_MESSAGE = 2_000;
const MAX_FIELD = 500;

/** Receives what plugins log. */
export type LogSink = (record: LogRecord & { readonly connection: string }) => void;

/** The `log` of a plugin's host: checks and copies each record, masks the credentials, escapes the rest. Never throws. */
export function pluginLog(connection: string, redact: Redact, sink: LogSink | undefined): (record: LogRecord) => void {
  return (given) => {
    try {
      const record = plainCopy(given, CAPS);
      if (sink === undefined || !isPlainRecord(record)) return;
      const message = member(record, "message");
      if (typeof message !== "string") return;
      const level = LEVELS.find((known) => known === member(record, "level")) ?? "info";
      const fields = member(record, "fields");
      const shown = isPlainRecord(fields) ? cleanFields(Object.entries(fields), redact) : undefined;
      sink({ connection, level, message: safeText(redact(message), MAX_MESSAGE), ...(shown ? { fields: shown } : {}) });
    } catch {
      // A failing log must not make the read fail.
    }
  };
}

const LEVELS = ["debug", "info", "warn"] as const;

function cleanFields(entries: [string, unknown][], redact: Redact): Record<string, string | number | boolean> {
  const shown: [string, string | number | boolean][] = [];
  for (const [given, value] of entries) {
    const name = safeText(redact(given), 100);
    if (typeof value === "boolean") shown.push([name, value]);
    if (typeof value !== "string" && typeof value !== "number") continue;
    // A credential may consist of digits, so numbers are masked as well.
    const text = redact(String(value));
    shown.push([name, typeof value === "number" && text === String(value) ? value : safeText(text, MAX_FIELD)]);
  }
  return Object.fromEntries(shown);
}
