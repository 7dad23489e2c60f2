import koffi from "koffi";
import { describe, expect, it } from "vitest";
import { CREDENTIAL, credentialApi, type NativeCalls } from "../src/client.ts";

const KEEP: Buffer[] = [];
/** The address of bytes that stay where they are. */
function at(bytes: Buffer): bigint {
  KEEP.push(bytes);
  return koffi.address(bytes);
}
const wide = (text: string) => at(Buffer.from(`${text}\0`, "utf16le"));

/** A CREDENTIALW on x64, byte by byte, without the library's own layout. */
function credential(target: string, userName: bigint, blob: Buffer): bigint {
  const bytes = Buffer.alloc(80);
  bytes.writeUInt32LE(1, 4);
  bytes.writeBigUInt64LE(wide(target), 8);
  bytes.writeBigUInt64LE(wide("a comment"), 16);
  bytes.writeBigUInt64LE(133_485_408_000_000_000n, 24);
  bytes.writeUInt32LE(blob.length, 32);
  bytes.writeBigUInt64LE(at(blob), 40);
  bytes.writeBigUInt64LE(userName, 72);
  return at(bytes);
}

function system(block: bigint, count: number, code = 0) {
  const freed: unknown[] = [];
  const calls: NativeCalls = {
    CredReadW(_target, _type, _flags, out) {
      out[0] = block;
      return code === 0 ? 1 : 0;
    },
    CredEnumerateW(_filter, _flags, counted, out) {
      counted[0] = count;
      out[0] = block;
      return code === 0 ? 1 : 0;
    },
    CredFree: (buffer) => void freed.push(buffer),
    GetLastError: () => code,
  };
  return { api: credentialApi(calls), freed };
}

const LISTED = { type: 1, target: "git:https://höst", comment: "a comment", lastWritten: 133_485_408_000_000_000n };

describe("the layout of CREDENTIALW on x64", () => {
  it("has 80 bytes, and every member in its place", () => {
    expect(koffi.sizeof(CREDENTIAL)).toBe(80);
    const places = { Type: 4, TargetName: 8, Comment: 16, LastWrittenLow: 24, CredentialBlobSize: 32 };
    const more = { CredentialBlob: 40, Persist: 48, AttributeCount: 52, Attributes: 56, TargetAlias: 64, UserName: 72 };
    for (const [member, offset] of Object.entries({ ...places, ...more })) {
      expect(koffi.offsetof(CREDENTIAL, member), member).toBe(offset);
    }
  });
});

describe("the calls of the system", () => {
  it("copies a credential and frees the system's block", async () => {
    const block = credential("git:https://höst", wide("canary-üser"), Buffer.from("canary"));
    const { api, freed } = system(block, 1);
    const answer = await api.read("x", 1);
    expect(answer).toEqual({
      ok: true,
      value: { ...LISTED, userName: "canary-üser", blob: new Uint8Array(Buffer.from("canary")) },
    });
    expect(freed).toEqual([block]);
  });

  it("lists without values: an address that cannot be read is not touched", async () => {
    const entry = credential("git:https://höst", 1n, Buffer.from("canary"));
    const array = Buffer.alloc(16);
    array.writeBigUInt64LE(entry, 0);
    array.writeBigUInt64LE(entry, 8);
    const block = at(array);
    const { api, freed } = system(block, 2);
    expect(await api.enumerate()).toEqual({ ok: true, value: [LISTED, LISTED] });
    expect(freed).toEqual([block]);
  });

  it("gives the system's error, and frees nothing where nothing came", async () => {
    const { api, freed } = system(0n, 0, 1312);
    expect(await api.enumerate()).toEqual({ ok: false, code: 1312 });
    expect(await api.read("x", 1)).toEqual({ ok: false, code: 1312 });
    expect(freed).toEqual([]);
  });
});
