import { readdirSync, readFileSync } from "node:fs";

/** The processes that a process has started, and theirs, as far as /proc tells; none where there is no /proc. */
export function descendants(pid: number): number[] {
  const children = Map.groupBy(processes(), ({ parent }) => parent);
  const found: number[] = [];
  const open = [pid];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const child of children.get(next) ?? []) {
      found.push(child.pid);
      open.push(child.pid);
    }
  }
  return found;
}

/** The parent of a process, or undefined where /proc does not tell. */
export function parentOf(pid: number): number | undefined {
  return statOf(pid)?.parent;
}

/** The children of a process that have ended and that it has not waited for, as far as /proc tells. */
export function uncollected(pid: number): number[] {
  return processes().flatMap((each) => (each.parent === pid && each.state === "Z" ? [each.pid] : []));
}

/** Whether a process has ended, be it that nobody has waited for it. */
export function hasEnded(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return statOf(pid)?.state === "Z";
  } catch {
    return true;
  }
}

function statOf(pid: number): { readonly state: string; readonly parent: number } | undefined {
  try {
    // The words behind the name, which stands in brackets and may hold anything (proc_pid_stat(5)).
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state = "", parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return Number.isInteger(Number(parent)) ? { state, parent: Number(parent) } : undefined;
  } catch {
    return undefined;
  }
}

function processes(): { readonly pid: number; readonly state: string; readonly parent: number }[] {
  try {
    return readdirSync("/proc").flatMap((name) => {
      const pid = Number(name);
      const stat = Number.isInteger(pid) ? statOf(pid) : undefined;
      return stat === undefined ? [] : [{ pid, ...stat }];
    });
  } catch {
    return [];
  }
}
