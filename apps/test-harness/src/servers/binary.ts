import { canary } from "../leaks/index.ts";
import { expectCode, expectValues, type Scenario, witness } from "./scenario.ts";

/** The bytes are text, since a variable can carry nothing else. */
export const BINARY: Scenario = {
  name: "a binary secret is read",
  beside: ({ server }) => (server.kinds.includes("bytes") ? undefined : "the manager holds no bare bytes"),
  run: async ({ line, server }) => {
    const value = canary();
    await server.seed("binary", { kind: "bytes", bytes: Buffer.from(value) });
    const ran = await line.keyferry(["run", "--env", "BIN=keyferry://prod/binary", ...witness(line, ["BIN"])]);
    expectValues(expectCode(ran, 0), { BIN: value });
  },
};
