import { keeperProblem } from "../problem.ts";

/** Where passphrases come from, and the last one that was given, which proving a sealing needs again. */
export interface PassphraseSource {
  readonly ask: (fresh: boolean) => Promise<string>;
  readonly last: () => string | undefined;
}

/**
 * Reads the descriptor that KEYFERRY_PASSPHRASE_FD names, once; otherwise asks the person at the terminal, if there is
 * one.
 */
export function passphraseSource(
  env: Readonly<Record<string, string | undefined>>,
  person: ((fresh: boolean) => Promise<string>) | undefined,
): PassphraseSource {
  const fd = env.KEYFERRY_PASSPHRASE_FD;
  let read: Promise<string> | undefined;
  let last: string | undefined;
  return {
    last: () => last,
    async ask(fresh) {
      if (fd) read ??= import("./passphrase-fd.ts").then(({ readPassphraseFd }) => readPassphraseFd(fd));
      const given = read ? await read : await person?.(fresh);
      if (given === undefined) {
        throw keeperProblem(
          "passphrase",
          "nobody is at a terminal to give the passphrase",
          "give it by a descriptor: KEYFERRY_PASSPHRASE_FD=3 keyferry … 3<FILE, or take another keeper for what runs alone",
        );
      }
      if (given === "") throw keeperProblem("passphrase", "the passphrase is empty", "give it again");
      last = given;
      return given;
    },
  };
}
