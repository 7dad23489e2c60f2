import { writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { proveInFreshProcess } from "../src/fresh/prove.ts";
import { createCredentialStore } from "../src/index.ts";
import { CONNECTION, failuresOf, ground, LOGIN } from "./support.ts";

describe("the proof of a sealing", () => {
  it("opens it in a fresh process, with the keeper asked there again", async () => {
    const { settingsPath, keeper } = ground();
    const place = { settingsPath, env: {} };
    await createCredentialStore(place).seal(CONNECTION, LOGIN, { keeper });
    await proveInFreshProcess({ place, connection: CONNECTION, credentials: LOGIN, limitMs: 10_000 });
  });

  it("hands the passphrase on by a pipe", async () => {
    const { settingsPath } = ground();
    const options = { askPassphrase: async () => "a long passphrase" };
    await createCredentialStore({ settingsPath, env: {} }, options).seal(CONNECTION, LOGIN, { keeper: "passphrase" });
  });

  it("fails where the fresh process finds something else, or cannot open it", async () => {
    const { settingsPath, keeper, keyFile, open } = ground();
    await open().seal(CONNECTION, LOGIN, { keeper });
    const request = { place: { settingsPath, env: {} }, connection: CONNECTION, limitMs: 10_000 };
    const [other] = await failuresOf(proveInFreshProcess({ ...request, credentials: { token: "another" } }));
    expect(other).toMatchObject({ code: "integrity", hint: expect.any(String) });
    // What comes too late says nothing about the sealing.
    const hasty = { ...request, limitMs: 1, startMs: 0, credentials: LOGIN };
    const [late] = await failuresOf(proveInFreshProcess(hasty));
    expect(late).toMatchObject({ code: "unavailable", message: expect.stringContaining("did not end in time") });
    await writeFile(keyFile, "");
    const [broken] = await failuresOf(proveInFreshProcess({ ...request, credentials: LOGIN }));
    expect(broken).toMatchObject({ code: "unauthenticated", message: "the file holds no key" });
  });
});
