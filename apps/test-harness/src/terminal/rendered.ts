import type xterm from "@xterm/headless";

/** The lines of a screen as text, from the first that scrolled off it to the last that holds something. */
export function rendered(screen: xterm.Terminal): string {
  const { active } = screen.buffer;
  const lines = Array.from({ length: active.length }, (_, at) => active.getLine(at)?.translateToString(true) ?? "");
  return lines
    .map((line) => line.trimEnd())
    .join("\n")
    .trimEnd();
}
