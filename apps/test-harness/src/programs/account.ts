import { randomBytes } from "node:crypto";

/** What logs in to the servers of one run, made anew for each: nobody can have prepared for them. */
export interface Account {
  /** What a system account's name may hold: lower case, digits and an underscore. */
  readonly systemName: string;
  /** For servers that keep their own lists of users: blanks, quotes and letters beyond ASCII. */
  readonly username: string;
  /** Quotes, signs of shells and addresses, what many formats read as a line feed, a letter beyond ASCII, and what makes it occur nowhere by chance. A password has no line break. */
  readonly password: string;
  /** The same with a line feed in it, for what takes a value of no type. */
  readonly lines: string;
  /** 32 bytes, as S3 takes a key for encryption at rest. */
  readonly sseKey: string;
}

export function makeAccount(): Account {
  const chance = (bytes = 8) => randomBytes(bytes).toString("hex");
  return {
    systemName: `kf_${chance()}`,
    username: `u"s 'é${chance()}`,
    password: `p"a$s'\\n&€ %${chance()}`,
    lines: `p"a$s'\n&€ %${chance()}`,
    sseKey: `p"a$s'\\& %${chance(11)}`,
  };
}
