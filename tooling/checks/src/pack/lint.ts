import { readFileSync } from "node:fs";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import type { Finding } from "../finding.ts";
import { tryPnpm } from "./pnpm.ts";
import type { Tarball } from "./tarball.ts";

/** publint, strict: its suggestions count too. */
export async function lintTarball({ name, file, manifest }: Tarball): Promise<Finding[]> {
  const bytes = readFileSync(file);
  const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const { messages } = await publint({ pack: { tarball }, strict: true });
  return messages.map((found) => ({
    path: name,
    message: formatMessage(found, manifest, { color: false }) ?? found.code,
  }));
}

/**
 * attw: types and code agree however a consumer resolves them; what it prints where they do not. The profile `esm-only`
 * leaves out `node10`, which knows no `exports`, and `require` from CommonJS: the packages are ESM alone.
 */
export function checkTypes({ name, file, manifest }: Tarball): Finding[] {
  if (!manifest.exports) return [];
  const args = ["exec", "attw", file, "--profile", "esm-only", "--no-emoji", "--no-color", "--format", "ascii"];
  const { status, stdout } = tryPnpm(args, "tooling/checks");
  return status === 0 ? [] : [{ path: name, message: `attw finds fault\n${stdout}` }];
}
