import { ProviderError } from "@keyferry/core/provider";
import koffi from "koffi";
import type { Answer, CredentialApi, ListedCredential, ReadCredential } from "./api.ts";

/** An address in this process's memory, as the native library gives it. */
export type Pointer = unknown;

/**
 * `CREDENTIALW` (https://learn.microsoft.com/en-us/windows/win32/api/wincred/ns-wincred-credentialw). The blob and the
 * user name are addresses here and not text, so that decoding a list copies no value. It has no name: the library keeps
 * names for the whole process, and two copies of this module in one are normal.
 */
export const CREDENTIAL = koffi.struct({
  Flags: "uint32_t",
  Type: "uint32_t",
  TargetName: "str16",
  Comment: "str16",
  LastWrittenLow: "uint32_t",
  LastWrittenHigh: "uint32_t",
  CredentialBlobSize: "uint32_t",
  CredentialBlob: "void *",
  Persist: "uint32_t",
  AttributeCount: "uint32_t",
  Attributes: "void *",
  TargetAlias: "void *",
  UserName: "void *",
});

interface Decoded {
  readonly Type: number;
  readonly TargetName: string | null;
  readonly Comment: string | null;
  readonly LastWrittenLow: number;
  readonly LastWrittenHigh: number;
  readonly CredentialBlobSize: number;
  readonly CredentialBlob: Pointer;
  readonly UserName: Pointer;
}

/** The system's functions, as the native library binds them. Results come in the arrays. */
export interface NativeCalls {
  CredReadW(target: string, type: number, flags: number, credential: [Pointer]): number;
  CredEnumerateW(filter: null, flags: number, count: [number], credentials: [Pointer]): number;
  CredFree(buffer: Pointer): void;
  GetLastError(): number;
}

function listed(decoded: Decoded): ListedCredential {
  return {
    type: decoded.Type,
    target: decoded.TargetName ?? "",
    ...(decoded.Comment === null ? {} : { comment: decoded.Comment }),
    lastWritten: (BigInt(decoded.LastWrittenHigh) << 32n) | BigInt(decoded.LastWrittenLow),
  };
}

function read(decoded: Decoded): ReadCredential {
  const size = decoded.CredentialBlob === null ? 0 : decoded.CredentialBlobSize;
  const blob: Uint8Array =
    size === 0 ? new Uint8Array() : koffi.decode(decoded.CredentialBlob, koffi.array("uint8_t", size, "Typed"));
  return {
    ...listed(decoded),
    ...(decoded.UserName === null ? {} : { userName: koffi.decode(decoded.UserName, "char16_t", -1) as string }),
    blob,
  };
}

/** The port over the system's functions. Every block that the system allocates is given back, whatever happens. */
export function credentialApi(calls: NativeCalls): CredentialApi {
  const taken = <T>(buffer: Pointer, take: () => T): Answer<T> => {
    try {
      return { ok: true, value: take() };
    } finally {
      calls.CredFree(buffer);
    }
  };
  return {
    async enumerate() {
      const count: [number] = [0];
      const block: [Pointer] = [null];
      if (calls.CredEnumerateW(null, 0, count, block) === 0) return { ok: false, code: calls.GetLastError() };
      return taken(block[0], () => {
        const pointers: Pointer[] = koffi.decode(block[0], koffi.array("void *", count[0]));
        return pointers.map((pointer) => listed(koffi.decode(pointer, CREDENTIAL)));
      });
    },
    async read(target, type) {
      const block: [Pointer] = [null];
      if (calls.CredReadW(target, type, 0, block) === 0) return { ok: false, code: calls.GetLastError() };
      return taken(block[0], () => read(koffi.decode(block[0], CREDENTIAL)));
    },
  };
}

/** Binds the system's own functions. Throws a `ProviderError` (`unsupported`) where they cannot be had. */
export function loadCredentialApi(): CredentialApi {
  try {
    const advapi = koffi.load("advapi32.dll");
    const kernel = koffi.load("kernel32.dll");
    return credentialApi({
      CredReadW: advapi.func("int __stdcall CredReadW(const char16_t *, uint32_t, uint32_t, _Out_ void **)"),
      CredEnumerateW: advapi.func(
        "int __stdcall CredEnumerateW(const char16_t *, uint32_t, _Out_ uint32_t *, _Out_ void **)",
      ),
      CredFree: advapi.func("void __stdcall CredFree(void *)"),
      GetLastError: kernel.func("uint32_t __stdcall GetLastError()"),
    });
  } catch {
    throw new ProviderError({
      code: "unsupported",
      message: "the functions of Windows Credential Manager cannot be loaded",
      hint: "use a Windows with a desktop or server installation",
    });
  }
}
