import { describe, expect, it } from "vitest";
import { startWincredStore } from "../../src/wincred/index.ts";

describe("the stand-in for Windows' credential functions", () => {
  it("finds a target whatever its case, by name and type together", async () => {
    const store = await startWincredStore();
    store.put("Git:https://Host", { blob: "x" });
    expect((await store.api.read("git:https://host", 1)).ok).toBe(true);
    expect(await store.api.read("git:https://host", 2)).toEqual({ ok: false, code: 1168 });
  });

  it("lists without user names and blobs, and an empty store as not found", async () => {
    const store = await startWincredStore();
    expect(await store.api.enumerate()).toEqual({ ok: false, code: 1168 });
    store.put("one", { blob: "canary-7Q", userName: "canary-user-7Q" });
    expect(JSON.stringify(await store.api.enumerate(), (_, v) => String(v))).not.toContain("canary");
    expect(store.calls.map(({ operation, code }) => [operation, code])).toEqual([
      ["CredEnumerateW", 1168],
      ["CredEnumerateW", 0],
    ]);
  });
});
