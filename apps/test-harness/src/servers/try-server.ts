import { BINARY } from "./binary.ts";
import { openCommandLine } from "./command-line.ts";
import { type Ground, seedGround } from "./ground.ts";
import type { Outcome, ScenarioResult } from "./outcome.ts";
import type { Scenario } from "./scenario.ts";
import { MAIN_JOB, NO_LEAK, SCENARIOS } from "./scenarios.ts";
import type { Place, RunningServer } from "./server.ts";
import type { ServerRow } from "./table.ts";

/** Installs one server, starts it, and holds its provider to it. Never throws: what goes wrong is the outcome. */
export async function tryServer(row: ServerRow, place: Place, say: (line: string) => void): Promise<Outcome> {
  let outcome: Outcome = { row, suite: [] };
  let running: RunningServer | undefined;
  try {
    const server = await row.load();
    outcome = { ...outcome, version: server.version };
    const begun = performance.now();
    const installation = await server.install(place);
    const installed = performance.now();
    outcome = { ...outcome, installedMs: installed - begun };
    running = await server.start(installation, place);
    outcome = { ...outcome, startedMs: performance.now() - installed };
    say(`${row.id}: ${server.version} answers`);
    return { ...outcome, ...(await play(row, running, server.deviations ?? {}, say)) };
  } catch (error) {
    const refusal = reasonOf(error);
    say(`${row.id}: ${refusal}`);
    if (running === undefined) return { ...outcome, refusal };
    return { ...outcome, suite: [{ name: "the server is filled", failure: refusal }] };
  } finally {
    await running?.stop();
  }
}

async function play(
  row: ServerRow,
  server: RunningServer,
  deviations: Readonly<Record<string, string>>,
  say: (line: string) => void,
): Promise<Pick<Outcome, "suite" | "run">> {
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
  const suite: ScenarioResult[] = [];
  for (const scenario of [...SCENARIOS, BINARY]) {
    const beside = scenario.beside?.(ground);
    if (beside === undefined) suite.push(await one(scenario));
    else say(`  -      ${scenario.name}: ${beside}`);
  }
  const run = await one(MAIN_JOB);
  suite.push(await one(NO_LEAK));
  return { suite, run };
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
