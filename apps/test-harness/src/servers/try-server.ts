import type { MatrixColumn } from "@keyferry/provider-testkit";
import { BINARY } from "./binary.ts";
import { openCommandLine } from "./command-line.ts";
import { runSuite } from "./conformance/run-suite.ts";
import { type Ground, seedGround } from "./ground.ts";
import type { Outcome, ScenarioResult } from "./outcome.ts";
import type { Scenario } from "./scenario.ts";
import { MAIN_JOB, NO_LEAK, SCENARIOS } from "./scenarios.ts";
import type { Place, RunningServer, Server } from "./server.ts";
import type { ServerRow } from "./table.ts";

/** Installs one server, starts it, and holds its provider to it. Never throws: what goes wrong is the outcome. */
export async function tryServer(row: ServerRow, place: Place, say: (line: string) => void): Promise<Outcome> {
  let outcome: Outcome = { row, scenarios: [] };
  try {
    const server = await row.load();
    outcome = { ...outcome, version: server.version };
    const begun = performance.now();
    const installation = await server.install(place);
    outcome = { ...outcome, installedMs: performance.now() - begun };
    outcome = await tryScenarios(outcome, row, server, installation, place, say);
    return { ...outcome, conformance: await trySuite(row, server, installation, place, say) };
  } catch (error) {
    const refusal = reasonOf(error);
    say(`${row.id}: ${refusal}`);
    return { ...outcome, refusal };
  }
}

async function tryScenarios(
  outcome: Outcome,
  row: ServerRow,
  server: Server,
  installation: string,
  place: Place,
  say: (line: string) => void,
): Promise<Outcome> {
  const begun = performance.now();
  const running = await server.start(installation, place);
  const started = { ...outcome, startedMs: performance.now() - begun };
  say(`${row.id}: ${server.version} answers`);
  try {
    return { ...started, ...(await play(row, running, server.deviations ?? {}, say)) };
  } catch (error) {
    const failure = reasonOf(error);
    say(`${row.id}: ${failure}`);
    return { ...started, scenarios: [{ name: "the server is filled", failure }] };
  } finally {
    await running.stop();
  }
}

async function trySuite(
  row: ServerRow,
  server: Server,
  installation: string,
  place: Place,
  say: (line: string) => void,
): Promise<MatrixColumn> {
  const column = await runSuite(row, server, installation, place).catch(
    (error: unknown): MatrixColumn => ({
      provider: row.id,
      cases: [{ case: "the suite runs", state: "failed", why: reasonOf(error) }],
    }),
  );
  const of = (state: string): number => column.cases.filter((one) => one.state === state).length;
  say(`  conformance: ${of("passed")} passed, ${of("failed")} failed, ${of("deviates")} differ`);
  for (const { case: id, state, why } of column.cases)
    if (state === "failed") say(`  FAILED ${id}: ${why ?? "see the log"}`);
  return column;
}

async function play(
  row: ServerRow,
  server: RunningServer,
  deviations: Readonly<Record<string, string>>,
  say: (line: string) => void,
): Promise<Pick<Outcome, "scenarios" | "run">> {
  await using line = await (server.openCommandLine?.() ?? openCommandLine(row.provider, server.connection.credentials));
  const ground: Ground = { server, line, provider: row.provider, seeded: await seedGround(server) };
  const one = async (scenario: Scenario): Promise<ScenarioResult> => {
    const result = deviating(await attempt(scenario, ground), deviations[scenario.name]);
    const verdict = result.failure !== undefined ? "FAILED" : result.deviation === undefined ? "ok    " : "differs";
    say(`  ${verdict} ${result.name}`);
    const reason = result.failure ?? result.deviation;
    if (reason !== undefined) say(`         ${reason}`);
    return result;
  };
  const scenarios: ScenarioResult[] = [];
  for (const scenario of [...SCENARIOS, BINARY]) {
    const beside = scenario.beside?.(ground);
    if (beside === undefined) scenarios.push(await one(scenario));
    else say(`  -      ${scenario.name}: ${beside}`);
  }
  const run = await one(MAIN_JOB);
  scenarios.push(await one(NO_LEAK));
  return { scenarios, run };
}

async function attempt(scenario: Scenario, ground: Ground): Promise<ScenarioResult> {
  try {
    await scenario.run(ground);
    return { name: scenario.name };
  } catch (error) {
    return { name: scenario.name, failure: reasonOf(error) };
  }
}

/** With a stated reason a scenario must fail: else the reason is out of date. */
function deviating(result: ScenarioResult, reason: string | undefined): ScenarioResult {
  if (reason === undefined) return result;
  if (result.failure !== undefined) return { name: result.name, deviation: reason };
  return { name: result.name, failure: `it holds, so the stated deviation is out of date: ${reason}` };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : "an unknown failure";
}
