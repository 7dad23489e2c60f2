import type { Account } from "../account.ts";

/** Where a server of a run lives. */
export interface Ground {
  /** A folder for this run alone, outside of what is searched for values: servers know the passwords. */
  readonly folder: string;
  readonly logs: string;
  readonly account: Account;
  /** Files of a certificate for `localhost`, its key, and the CA's certificate. */
  readonly tls: { readonly ca: string; readonly cert: string; readonly key: string };
  /** The user that servers run as, where this process is root. */
  readonly unprivileged?: { readonly uid: number; readonly gid: number };
}

/** A server that runs. */
export interface Running {
  readonly ports: Readonly<Record<string, number>>;
  /** What else a client must know: files, paths. */
  readonly facts?: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** A kind of server that programs are tried against. */
export interface Service {
  readonly id: string;
  readonly product: string;
  /** The Debian packages that it needs. */
  readonly packages: readonly string[];
  /** It cannot check a password without being root. */
  readonly root?: true;
  /** What it needs that is no Debian package, and is not there: `Go 1.26 or later`. */
  lacks?(): string | undefined;
  start(ground: Ground): Promise<Running>;
}
