/** Where a value could be seen. */
export const SINKS = ["arguments", "environment", "files", "memory", "output"] as const;
export type Sink = (typeof SINKS)[number];

/** A value that was seen, and where: a program's name or a path, never the value. */
export interface Sighting {
  readonly sink: Sink;
  /** The program that showed it. */
  readonly program: string;
  /** Which of the searched values, counted from 0. */
  readonly value: number;
  readonly detail: string;
}
