import { isProviderError, ProviderError, type ProviderErrorCode, type Session } from "@keyferry/core/provider";
import { type BrokenProvider, broken } from "../broken-provider.ts";
import type { Opened } from "../reference.ts";
import { referenceFailure } from "../reference-errors.ts";

/** Gives a failure another code. */
async function recoded<T>(running: Promise<T>, from: ProviderErrorCode, to: ProviderErrorCode): Promise<T> {
  try {
    return await running;
  } catch (thrown) {
    if (!isProviderError(thrown) || thrown.failure.code !== from) throw thrown;
    throw new ProviderError({ ...thrown.failure, code: to });
  }
}

/** Asks the store for something beside what the session does. */
export async function alsoAsk({ store, connection }: Opened, operation: string, signal: AbortSignal): Promise<void> {
  await store.ask(operation, connection.credentials.token ?? "", signal, () => ({}));
}

export const brokenLogins: readonly BrokenProvider[] = [
  broken("check/login", "it cannot say whether it may list", {
    session: (good) => ({
      check: async (context) => Object.assign({ ...(await good.check(context)) }, { canList: "maybe" }),
    }),
  }),
  broken("check/no-value", "it reads a value to prove the login", {
    session: (good, opened) => ({
      check: async (context) => {
        const result = await good.check(context);
        await alsoAsk(opened, "get", context.signal);
        return result;
      },
    }),
  }),
  broken("check/refused", "it calls a wrong login denied", {
    session: (good) => ({ check: (context) => recoded(good.check(context), "unauthenticated", "access-denied") }),
  }),
  broken(
    "check/refused-read",
    "it calls a read with a wrong login denied",
    {
      session: (good) => ({
        fetch: (addresses, context) => recoded(good.fetch(addresses, context), "unauthenticated", "access-denied"),
      }),
    },
    ["errors/login-ended", "isolation/logins"],
  ),
  broken("isolation/logins", "a session that is opened beside another takes its login", () => {
    const tokens: string[] = [];
    return {
      connect: (given) => ({ ...given, credentials: { token: tokens[0] ?? given.credentials.token ?? "" } }),
      session: (good: Session, { connection }) => {
        tokens.push(connection.credentials.token ?? "");
        return {
          dispose: async () => {
            tokens.pop();
            await good.dispose();
          },
        };
      },
    };
  }),
  broken("leaks/login", "it repeats the token that was refused", {
    session: (good, { connection }) => ({
      check: async (context) => {
        try {
          return await good.check(context);
        } catch (thrown) {
          const failure = referenceFailure(thrown);
          if (failure.code !== "unauthenticated") throw thrown;
          throw new ProviderError({ ...failure, hint: `the token is ${connection.credentials.token}` });
        }
      },
    }),
  }),
];
