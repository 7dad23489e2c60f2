// The harness's hand on Windows Credential Manager: puts or removes one generic credential, as a file says, by
// CredWriteW and CredDeleteW (https://learn.microsoft.com/en-us/windows/win32/api/wincred/).
import { readFileSync } from "node:fs";
import koffi from "koffi";

const GENERIC = 1;
const LOCAL_MACHINE = 2;
const Credential = koffi.struct({
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
const write = advapi.func("CredWriteW", "int", [koffi.pointer(Credential), "uint32_t"]);
const remove = advapi.func("CredDeleteW", "int", ["const char16_t *", "uint32_t", "uint32_t"]);

const { action, name, username, password } = JSON.parse(readFileSync(process.argv[2], "utf8"));
let done;
if (action === "remove") {
  done = remove(name, GENERIC, 0);
} else {
  const blob = Buffer.from(password, "utf16le");
  done = write(
    {
      Flags: 0,
      Type: GENERIC,
      TargetName: name,
      Comment: null,
      LastWrittenLow: 0,
      LastWrittenHigh: 0,
      CredentialBlobSize: blob.length,
      CredentialBlob: blob,
      Persist: LOCAL_MACHINE,
      AttributeCount: 0,
      Attributes: null,
      TargetAlias: null,
      UserName: username ?? null,
    },
    0,
  );
}
process.exitCode = done ? 0 : 1;
