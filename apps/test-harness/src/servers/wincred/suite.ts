import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { CaseResult } from "@keyferry/provider-testkit";
import type { ServerSuite } from "../conformance/server-suite.ts";
import type { Order } from "./programs/conformance.ts";
import { openWindows } from "./windows.ts";
import { windowsPath } from "./wine.ts";

const PROGRAM = "apps/test-harness/src/servers/wincred/programs/conformance.ts";
const deviations = {};

/** The conformance suite on a Windows that Wine plays, in one process there. */
export const wincredSuite: ServerSuite = {
  deviations,
  cannot: {
    deny: "Windows guards the whole store of a user, not one credential of it",
    calls: "Windows keeps no record of the calls of its functions",
    seedMany: "Wine takes minutes to write 10,000 credentials",
    otherCredentials: "nobody logs in to it",
    otherwise: "the functions of Windows do not fail in this way by themselves",
  },
  run: (installation, { logs }) =>
    openWindows(installation, async ({ wine, provider, program }) => {
      const conformance = await program(PROGRAM);
      const [input, results] = [join(wine.folder, "order.json"), join(wine.folder, "results.json")];
      const entry = `file:///${windowsPath(join(provider, "index.mjs")).replaceAll("\\", "/")}`;
      const order: Order = { entry, results: windowsPath(results), deviations };
      await writeFile(input, JSON.stringify(order));
      const { code, stdout, stderr } = await wine.run([...conformance, windowsPath(input)]);
      const log = join(logs, "wincred-conformance.log");
      await appendFile(log, stdout + stderr);
      const text = await readFile(results, "utf8").catch(() => {
        throw new Error(`the conformance suite ended with ${code} and gave no results, see ${log}`);
      });
      await wine.dispose();
      return JSON.parse(text) as readonly CaseResult[];
    }),
};
