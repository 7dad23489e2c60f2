import { type Ground, openGround } from "./ground.ts";

/** Some claims about one surrounding, one after the other on the same ground. */
export interface Suite {
  readonly name: string;
  /** Program → Debian package that has it. */
  readonly needs: Readonly<Record<string, string>>;
  /** What only root may do: elsewhere the suite is not run, and says so. */
  readonly root?: true;
  play(ground: Ground, claim: Claim): Promise<void>;
}

/** Runs one claim, which throws, without a value in its message, when it does not hold. */
export type Claim = (name: string, run: () => Promise<void>) => Promise<void>;

export interface SuiteResult {
  readonly suite: string;
  readonly passed: number;
  readonly failures: readonly string[];
  /** Why it could not be run. */
  readonly refusal?: string;
}

/** Plays a suite. Never throws: what goes wrong is the result. */
export async function playSuite(
  suite: Suite,
  prepare: () => Promise<void>,
  say: (line: string) => void,
): Promise<SuiteResult> {
  say(`${suite.name}:`);
  const failures: string[] = [];
  let passed = 0;
  try {
    if (suite.root && process.geteuid?.() !== 0) throw new Error("this needs root");
    await prepare();
  } catch (thrown) {
    say(`  cannot be run: ${reasonOf(thrown)}`);
    return { suite: suite.name, passed, failures, refusal: reasonOf(thrown) };
  }
  const claim: Claim = async (name, run) => {
    try {
      await run();
      passed += 1;
      say(`  ok     ${name}`);
    } catch (thrown) {
      failures.push(`${name}: ${reasonOf(thrown)}`);
      say(`  FAILED ${name}\n         ${reasonOf(thrown)}`);
    }
  };
  try {
    await using ground = await openGround();
    await suite.play(ground, claim);
  } catch (thrown) {
    failures.push(reasonOf(thrown));
    say(`  FAILED ${reasonOf(thrown)}`);
  }
  return { suite: suite.name, passed, failures };
}

function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : "an unknown failure";
}
