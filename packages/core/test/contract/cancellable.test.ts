import { describe, expect, it } from "vitest";
import { cancellable, isProviderError, ProviderError, type ProviderFailure } from "../../src/contract/provider.ts";

const toFailure = (): ProviderFailure => ({ code: "unavailable", message: "the manager could not answer" });
const failureOf = (calling: Promise<unknown>) =>
  calling.then(
    () => undefined,
    (thrown: unknown) => (isProviderError(thrown) ? thrown.failure : thrown),
  );

describe("a cancellable call", () => {
  it("gives what the call gives, and the signal to it", async () => {
    const { signal } = new AbortController();
    expect(await cancellable({ signal }, toFailure, async (given) => given === signal)).toBe(true);
  });

  it("makes our own error of whatever is thrown, keeping nothing of it", async () => {
    const calling = cancellable({ signal: new AbortController().signal }, toFailure, async () => {
      throw new Error("canary-of-an-sdk");
    });
    const thrown = await calling.catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(ProviderError);
    expect(thrown).toMatchObject({ failure: toFailure() });
    expect(thrown).not.toHaveProperty("cause");
  });

  it("ends with its signal, whatever the call waits for", async () => {
    const abort = new AbortController();
    const calling = failureOf(cancellable({ signal: abort.signal }, toFailure, () => new Promise(() => {})));
    abort.abort();
    expect(await calling).toMatchObject({ code: "cancelled" });
  });

  it("is not begun where nobody waits for it any more", async () => {
    let begun = false;
    const calling = cancellable({ signal: AbortSignal.abort() }, toFailure, async () => {
      begun = true;
    });
    expect(await failureOf(calling)).toMatchObject({ code: "cancelled" });
    expect(begun).toBe(false);
  });
});
