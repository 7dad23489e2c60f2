import { describe, expect, it } from "vitest";
import { type Credential, TokenSource, type TokenSourceOptions } from "../src/token-source.ts";
import { failureOf } from "./support/failure-of.ts";

const SCOPE = "https://vault.azure.net/.default";

function source(getToken: Credential["getToken"], more: Partial<TokenSourceOptions> = {}): TokenSource {
  return new TokenSource({
    credential: { getToken },
    kind: "azure-cli",
    resource: "https://vault.azure.net",
    tenantFromVault: false,
    transport: { run: (login) => login(), trouble: {} },
    closing: new AbortController().signal,
    ...more,
  });
}

const token = { token: "t", expiresOnTimestamp: 4_102_444_800_000 };

describe("a source of tokens", () => {
  it("gives the vault's tenant to a login that has none of its own, and to no other", async () => {
    const asked: unknown[] = [];
    const note: Credential["getToken"] = async (_, options) => {
      asked.push(options?.tenantId);
      return token;
    };
    const options = { tenantId: "contoso.example" };
    await source(note, { tenantFromVault: true }).getToken(SCOPE, options);
    await source(note).getToken(SCOPE, options);
    await source(note, { tenantFromVault: true }).getToken(SCOPE, { tenantId: "--help" });
    expect(asked).toEqual(["contoso.example", undefined, undefined]);
  });

  it("is asked once by calls at once, and again by the next", async () => {
    let logins = 0;
    const tokens = source(async () => {
      logins += 1;
      return token;
    });
    await Promise.all([tokens.getToken(SCOPE), tokens.getToken([SCOPE])]);
    expect(logins).toBe(1);
    await tokens.getToken(SCOPE);
    expect(logins).toBe(2);
  });

  it.each([
    "https://management.azure.com/.default",
    "https://vault.azure.net.evil.example/.default",
    "https://vault.azure.net",
    "https://vault.azure.net/.default https://graph.microsoft.com/.default",
  ])("gives none for %s", async (scope) => {
    const tokens = source(() => Promise.reject(new Error("asked")));
    expect(await failureOf(tokens.getToken(scope))).toMatchObject({ code: "invalid-connection" });
  });

  it("says nothing of what the SDK throws", async () => {
    const tokens = source(() => Promise.reject(Object.assign(new Error("canary"), { stack: "canary" })));
    expect(await failureOf(tokens.getToken(SCOPE))).toMatchObject({ code: "unauthenticated", hint: "run `az login`" });
    expect(await failureOf(source(async () => null).getToken(SCOPE))).toMatchObject({ code: "unauthenticated" });
  });

  it("does not blame the machine where a chain went on after it", async () => {
    const machine = { code: "unauthenticated", message: "no endpoint" } as const;
    const trouble = () => ({
      run: <T>(login: () => Promise<T>) => login(),
      trouble: {} as { machine?: typeof machine },
    });
    const failing = (transport: ReturnType<typeof trouble>) => () => {
      transport.trouble.machine = machine;
      return Promise.reject(new Error("x"));
    };
    const [one, chain] = [trouble(), trouble()];
    const identity = source(failing(one), { transport: one, kind: "managed-identity" });
    expect(await failureOf(identity.getToken(SCOPE))).toMatchObject({ message: "no endpoint" });
    const chained = source(failing(chain), { transport: chain, kind: "default-chain" });
    expect(await failureOf(chained.getToken(SCOPE))).toMatchObject({ message: expect.stringContaining("nothing") });
  });
});
