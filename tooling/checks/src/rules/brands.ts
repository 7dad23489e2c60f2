import type { Finding } from "../finding.ts";
import type { SourceRule } from "./rule.ts";

/** Errors that cross packages are told by their brand: two copies of core in one tree are normal. */
export const brandsNotClasses: SourceRule = (source) => {
  const findings: Finding[] = [];
  source.visit({
    BinaryExpression({ operator, right, start }) {
      if (operator !== "instanceof" || right.type !== "Identifier") return;
      if (right.name !== "ProviderError" && right.name !== "KeyferryError") return;
      const message = `instanceof ${right.name} misses another copy of core: use is${right.name}()`;
      findings.push({ path: source.path, line: source.lineOf(start), message });
    },
  });
  return findings;
};
