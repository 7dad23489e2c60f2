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
  try {
    // The second word behind the name, which stands in brackets and may hold anything (proc_pid_stat(5)).
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    return Number.isInteger(parent) ? parent : undefined;
  } catch {
    return undefined;
  }
}

function processes(): { readonly pid: number; readonly parent: number }[] {
  try {
    return readdirSync("/proc").flatMap((name) => {
      const pid = Number(name);
      const parent = Number.isInteger(pid) ? parentOf(pid) : undefined;
      return parent === undefined ? [] : [{ pid, parent }];
    });
  } catch {
    return [];
  }
}
