export { KEYS, type Key } from "./keys.ts";
export { startTerminal, type Terminal, type TerminalOptions } from "./terminal.ts";
