import koffi from "koffi";

const GENERIC = 1;
const LOCAL_MACHINE = 2;

/** `CREDENTIALW` (https://learn.microsoft.com/en-us/windows/win32/api/wincred/ns-wincred-credentialw). */
const CREDENTIAL = koffi.struct({
  Flags: "uint32_t",
  Type: "uint32_t",
  TargetName: "str16",
  Comment: "str16",
  LastWrittenLow: "uint32_t",
  LastWrittenHigh: "uint32_t",
  CredentialBlobSize: "uint32_t",
  CredentialBlob: "uint8_t *",
  Persist: "uint32_t",
  AttributeCount: "uint32_t",
  Attributes: "void *",
  TargetAlias: "str16",
  UserName: "str16",
});
const advapi = koffi.load("advapi32.dll");
const credWrite = advapi.func("CredWriteW", "int", [koffi.pointer(CREDENTIAL), "uint32_t"]);
const credDelete = advapi.func("CredDeleteW", "int", ["const char16_t *", "uint32_t", "uint32_t"]);

export interface WrittenCredential {
  readonly username?: string | undefined;
  readonly blob: Uint8Array;
  readonly comment?: string | undefined;
}

/** The harness's hand on Windows Credential Manager: puts one generic credential. Gives whether Windows did so. */
export function writeCredential(name: string, { username, blob, comment }: WrittenCredential): boolean {
  const credential = {
    Flags: 0,
    Type: GENERIC,
    TargetName: name,
    Comment: comment ?? null,
    LastWrittenLow: 0,
    LastWrittenHigh: 0,
    CredentialBlobSize: blob.length,
    CredentialBlob: blob,
    Persist: LOCAL_MACHINE,
    AttributeCount: 0,
    Attributes: null,
    TargetAlias: null,
    UserName: username ?? null,
  };
  return credWrite(credential, 0) !== 0;
}

/** Removes one generic credential. Gives whether Windows did so. */
export function deleteCredential(name: string): boolean {
  return credDelete(name, GENERIC, 0) !== 0;
}
