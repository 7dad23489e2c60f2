import { diskFileSystem, type FileSystem } from "../../../src/settings/file-system.ts";

/** Called before each call of the file system, with its number from 1; a throw takes the place of the call. */
export type Watch = (call: { readonly number: number; readonly name: string; readonly path: string }) => void;

const CALLS = ["open", "stat", "lstat", "readdir", "mkdir", "rename", "unlink"];
const DIRECT_CALLS = ["openSync", "fstatSync", "readSync", "readFileSync", "closeSync"];
const HANDLE_CALLS = ["stat", "readFile", "writeFile", "sync", "close"];

/** The real file system, with every call (those of open files, too) shown to a watcher first. */
export function watchedFiles(watch: Watch): FileSystem {
  let number = 0;
  const watched = <T extends object>(target: T, names: readonly string[], path?: string): T =>
    new Proxy(target, {
      get(real, name) {
        const member: unknown = Reflect.get(real, name);
        if (typeof member !== "function") return member;
        if (typeof name === "string" && DIRECT_CALLS.includes(name)) return direct(name, member);
        if (typeof name !== "string" || !names.includes(name)) return member.bind(real);
        return async (...args: unknown[]) => {
          number += 1;
          const place = path ?? String(args[0]);
          try {
            watch({ number, name, path: place });
          } catch (error) {
            // What a failing close leaves open, nobody else would close.
            if (name === "close") await Reflect.apply(member, real, args);
            throw error;
          }
          const result: unknown = await Reflect.apply(member, real, args);
          return name === "open" && result instanceof Object ? watched(result, HANDLE_CALLS, place) : result;
        };
      },
    });
  const direct =
    (name: string, member: CallableFunction) =>
    (...args: unknown[]): unknown => {
      number += 1;
      try {
        watch({ number, name, path: String(args[0]) });
      } catch (error) {
        if (name === "closeSync") member(...args);
        throw error;
      }
      return member(...args);
    };
  return watched(diskFileSystem, CALLS);
}

/** What the file system throws. */
export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: made up`), { code });
}
