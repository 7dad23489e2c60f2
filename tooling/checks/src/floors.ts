import { posix } from "node:path";
import type { Finding } from "./finding.ts";
import type { SourceFile } from "./source.ts";

/** The floors of core's folders, as ARCHITECTURE.md draws them. A folder may import from its own floor and from lower ones. */
export const CORE_FLOORS: Readonly<Record<string, number>> = {
  contract: 1,
  secret: 1,
  reference: 1,
  events: 1,
  settings: 2,
  plugins: 2,
  state: 2,
  connections: 3,
  resolve: 4,
  testing: 4,
  manager: 5,
  composition: 6,
  index: 6,
};

const CORE = "packages/core/src/";

/** Arrows between folders: from → to → the files that make it. */
export type Arrows = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

/** Draws the arrows between the folders under `base`. A file that lies directly in it stands for itself. */
export function drawArrows(sources: readonly SourceFile[], base = CORE): Arrows {
  const arrows = new Map<string, Map<string, string[]>>();
  for (const source of sources) {
    const from = roomOf(source.path, base);
    for (const { specifier, line } of source.imports) {
      if (!specifier.startsWith(".")) continue;
      const to = roomOf(posix.join(posix.dirname(source.path), specifier), base);
      if (to === from) continue;
      const row = arrows.get(from) ?? new Map<string, string[]>();
      row.set(to, [...(row.get(to) ?? []), `${source.path}:${line}`]);
      arrows.set(from, row);
    }
  }
  return arrows;
}

function roomOf(path: string, base: string): string {
  const inside = posix.relative(base, path);
  return inside.includes("/") ? (inside.split("/")[0] ?? inside) : inside.replace(/\.ts$/, "");
}

/** Arrows that go up a floor, and rooms that have no floor. */
export function upwardArrows(arrows: Arrows, floors: Readonly<Record<string, number>> = CORE_FLOORS): Finding[] {
  const findings: Finding[] = [];
  for (const [from, row] of arrows) {
    for (const [to, [path = from]] of row) {
      const [low, high] = [floors[from], floors[to]];
      const unknown = low === undefined ? from : high === undefined ? to : undefined;
      if (unknown !== undefined)
        findings.push({ path, message: `${unknown} has no floor: ARCHITECTURE.md gives each folder one` });
      else if ((low ?? 0) < (high ?? 0)) {
        findings.push({
          path,
          message: `${from} (floor ${low}) imports ${to} (floor ${high}): declare a port in ${from}`,
        });
      }
    }
  }
  return findings;
}

/** A circle as the rooms on it, the first repeated at the end; undefined where there is none. */
export function findCircle(arrows: Arrows): string[] | undefined {
  const done = new Set<string>();
  const walk = (room: string, way: readonly string[]): string[] | undefined => {
    const seen = way.indexOf(room);
    if (seen >= 0) return [...way.slice(seen), room];
    if (done.has(room)) return undefined;
    for (const next of arrows.get(room)?.keys() ?? []) {
      const circle = walk(next, [...way, room]);
      if (circle) return circle;
    }
    done.add(room);
    return undefined;
  };
  for (const room of arrows.keys()) {
    const circle = walk(room, []);
    if (circle) return circle;
  }
  return undefined;
}
