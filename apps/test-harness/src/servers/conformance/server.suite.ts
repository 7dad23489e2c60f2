import { describeProvider } from "@keyferry/provider-testkit";
import { cacheFolder } from "../cache.ts";
import { loadPlugin, pluginEntry } from "../load-plugin.ts";
import { SERVERS } from "../table.ts";

// The conformance suite over one server of the table, as run-suite.ts starts it: its id, the folder of the run's logs, and the
// file that takes the results.
const { KEYFERRY_SERVER: id, KEYFERRY_SERVER_LOGS: logs = "", KEYFERRY_SERVER_RESULTS: matrixFile } = process.env;
const row = SERVERS.find((one) => one.id === id);
if (row?.kind !== "server") throw new Error("this is started by test:servers");
const place = { cache: cacheFolder(process.env), logs };
const server = await row.load();
const harness = await server.suite.open?.(await server.install(place), place);
if (harness === undefined) throw new Error(`the suite of ${row.id} does not run under vitest`);
describeProvider(
  { ...harness, name: row.provider, plugin: await loadPlugin(row.provider), entry: pluginEntry(row.provider) },
  { matrixFile, ...(server.suite.deviations === undefined ? {} : { deviations: server.suite.deviations }) },
);
