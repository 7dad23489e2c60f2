import { writeSync } from "node:fs";
import type { Reporter, TestModule, TestRunEndReason } from "vitest/node";
import { countLine } from "./counts.ts";

/** Vitest's reporter of one last line that a machine reads: `N passed, N failed`, with `, N skipped` where there are some. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[], reason: TestRunEndReason): void {
    let [passed, failed, skipped] = [0, errors.length, 0];
    for (const module of modules) {
      let inside = 0;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === "passed") passed += 1;
        else if (state === "failed") inside += 1;
        else skipped += 1;
      }
      // A module that fails outside its tests (it cannot be loaded, a hook of its own throws) is a failure of its own.
      failed += inside === 0 && module.state() === "failed" ? 1 : inside;
    }
    if (reason === "interrupted") failed = Math.max(failed, 1);
    const line = countLine({ passed, failed, skipped }, process.env.KEYFERRY_GATES);
    // The default reporter still writes its own end: this line comes after it, however the process ends.
    process.once("exit", () => writeSync(1, `${line}\n`));
  }
}
