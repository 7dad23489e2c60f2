/** What a process stands in, as far as it can show or send what the process holds. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Flags of Node. */
  readonly execArgv: readonly string[];
  /** The soft limit of core files, `0` for none; undefined where the system does not say. */
  coreLimit(): Promise<string | undefined>;
}
