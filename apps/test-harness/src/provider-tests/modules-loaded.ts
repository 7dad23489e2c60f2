import { execFile } from "node:child_process";
import { promisify } from "node:util";

/**
 * The URLs of all modules that a process of its own loads when it imports a provider and runs `body`, the text of a module
 * in which the plugin is called `provider`.
 */
export async function modulesLoaded(entry: string, body: string): Promise<string[]> {
  const program = `
    import { registerHooks } from "node:module";
    const loaded = [];
    registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
    const provider = (await import(${JSON.stringify(entry)})).default;
    ${body}
    process.stdout.write(JSON.stringify(loaded));`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program], {
    maxBuffer: 16 * 1024 * 1024,
  });
  return JSON.parse(stdout);
}
