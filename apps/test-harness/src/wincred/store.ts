import { setTimeout } from "node:timers/promises";
import type { Call } from "./calls.ts";
import { type Fault, FaultQueue } from "./faults.ts";

/** A credential of the store, as the system's calls give it. */
interface Credential {
  readonly type: number;
  readonly target: string;
  readonly comment?: string;
  readonly userName?: string;
  readonly lastWritten: bigint;
  readonly blob: Uint8Array;
}

type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: number };

/** A stand-in for the credential functions of Windows, in this process: the system has no wire to listen on. */
export interface WincredStore {
  /** The two calls, in the shape that the provider takes them. */
  readonly api: {
    enumerate(): Promise<Answer<readonly Omit<Credential, "userName" | "blob">[]>>;
    read(target: string, type: number): Promise<Answer<Credential>>;
  };
  /** Every call so far. */
  readonly calls: readonly Call[];
  /** Always empty: there is no call here that writes. */
  readonly writes: readonly Call[];
  /** Writes a credential, generic by default; text is kept as UTF-16LE, as the Control Panel does. */
  put(target: string, content: Partial<Omit<Credential, "target" | "blob">> & { blob?: Uint8Array | string }): void;
  remove(target: string): void;
  /** Lets reads of this target fail with ERROR_ACCESS_DENIED. */
  deny(target: string): void;
  allow(): void;
  fault(fault: Fault): void;
  clearFaults(): void;
  close(): Promise<void>;
}

const NOT_FOUND = 1168;
const ACCESS_DENIED = 5;
const GENERIC = 1;
/** 2024-01-01T00:00:00Z as a FILETIME. */
const WRITTEN = 133_485_408_000_000_000n;

/** Target name and type together are what identifies a credential, and a name's case does not matter. */
const keyOf = (target: string, type: number) => `${type}:${target.toLowerCase()}`;

/** Starts an empty store of one account. */
export async function startWincredStore(): Promise<WincredStore> {
  const all = new Map<string, Credential>();
  const denied = new Set<string>();
  const faults = new FaultQueue();
  const calls: Call[] = [];

  async function answer<T>(call: Omit<Call, "code">, make: () => Answer<T>): Promise<Answer<T>> {
    const wait = faults.take("wait", call.operation);
    if (wait?.kind === "delay") await setTimeout(wait.ms);
    const fault = faults.take("instead", call.operation);
    if (fault?.kind === "throw") {
      calls.push({ ...call, code: -1 });
      throw new Error(fault.text);
    }
    const made: Answer<T> = fault?.kind === "code" ? { ok: false, code: fault.code } : make();
    calls.push({ ...call, code: made.ok ? 0 : made.code });
    return made;
  }

  return {
    calls,
    writes: [],
    api: {
      enumerate: () =>
        answer({ operation: "CredEnumerateW" }, () => {
          if (all.size === 0) return { ok: false, code: NOT_FOUND };
          return { ok: true, value: [...all.values()].map(({ userName: _, blob: __, ...listed }) => listed) };
        }),
      read: (target, type) =>
        answer({ operation: "CredReadW", target, type }, () => {
          if (denied.has(target.toLowerCase())) return { ok: false, code: ACCESS_DENIED };
          const found = all.get(keyOf(target, type));
          if (found === undefined) return { ok: false, code: NOT_FOUND };
          const other = faults.take("answer", "CredReadW") !== undefined;
          // Whoever reads may wipe its copy. The secret of a domain credential is never in the answer.
          const blob = type === GENERIC ? Uint8Array.from(found.blob) : new Uint8Array();
          return { ok: true, value: { ...found, blob, ...(other ? { target: `${target}2` } : {}) } };
        }),
    },
    put: (target, { type = GENERIC, blob = "", lastWritten = WRITTEN, ...more }) => {
      const bytes = typeof blob === "string" ? Buffer.from(blob, "utf16le") : blob;
      all.set(keyOf(target, type), { ...more, type, target, lastWritten, blob: bytes });
    },
    remove: (target) => {
      for (const [key, { target: name }] of all) if (name.toLowerCase() === target.toLowerCase()) all.delete(key);
    },
    deny: (target) => void denied.add(target.toLowerCase()),
    allow: () => denied.clear(),
    fault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    close: async () => all.clear(),
  };
}
