import type { SchedulePlan } from "./plan.ts";

export type SourceKind = "env" | "systemd" | "file" | "fd" | "exec" | "stored" | "secret";

export interface LoginSource {
  readonly connection: string;
  readonly field: string;
  readonly kind: SourceKind | "other";
  /** What stands behind the colon. */
  readonly rest: string;
}

/** Every source of every login, taken apart. */
export function loginSources({ logins }: SchedulePlan): LoginSource[] {
  return logins.flatMap(({ connection, sources }) =>
    sources.map(({ field, source }): LoginSource => {
      const [, kind = source, rest = ""] = /^([a-z]+):(.*)$/s.exec(source) ?? [];
      return { connection, field, kind: KINDS.find((each) => each === kind) ?? "other", rest };
    }),
  );
}

const KINDS: readonly SourceKind[] = ["env", "systemd", "file", "fd", "exec", "stored", "secret"];

/** Names that go into a unit or a manifest as they are: what a variable or a systemd credential is called. */
export function plainName(text: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,200}$/.test(text);
}

/** What to see to for each login, in words; `ways` says it for the kinds that differ between schedulers. */
export function loginNotes(
  plan: SchedulePlan,
  ways: Partial<Record<SourceKind | "ambient", (source: LoginSource) => string>>,
): string[] {
  const common: typeof ways = {
    exec: ({ connection, field }) =>
      `${connection}: the program that gives ${field} must be there, and work without a person`,
    stored: ({ connection }) =>
      `${connection}: the keeper of its stored login must open without a person: a key file or systemd-creds does, a passphrase does not`,
    ...ways,
  };
  const ambient = plan.logins.filter(({ sources }) => sources.length === 0);
  const notes = [
    ...ambient.map(({ connection }) => common.ambient?.({ connection, field: "", kind: "other", rest: "" })),
    ...loginSources(plan).map((source) => (source.kind === "other" ? undefined : common[source.kind]?.(source))),
  ];
  return [...new Set(notes.filter((note) => note !== undefined))];
}

/** What cannot work, in words: a descriptor is nobody's to hand over in an unattended run. */
export function loginProblems(plan: SchedulePlan, kinds: Partial<Record<SourceKind, string>>): string[] {
  const all: typeof kinds = { fd: "no scheduler hands a descriptor over: choose another source", ...kinds };
  const found = loginSources(plan).map(({ connection, field, kind }) => {
    const why = kind === "other" ? undefined : all[kind];
    return why === undefined ? undefined : `the login of ${connection} cannot work (${field} from ${kind}:): ${why}`;
  });
  return [...new Set(found.filter((problem) => problem !== undefined))];
}
