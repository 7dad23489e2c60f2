import type { Finding } from "../finding.ts";
import type { SourceRule } from "./rule.ts";

/**
 * Where the process's own environment may be read: the command line, the harness, our own checks, core's composition as the
 * default, and a provider's ambient login, which is what the environment says.
 */
const ENVIRONMENT =
  /^(apps\/(cli|test-harness)\/|tooling\/|packages\/core\/src\/composition\/|packages\/provider-[^/]+\/src\/(ambient|metadata)\.ts$)/;

/** Libraries print nothing, and take their environment from the caller. */
export const nothingAmbient: SourceRule = (source) => {
  const findings: Finding[] = [];
  source.visit({
    MemberExpression({ object, property, start }) {
      if (object.type !== "Identifier") return;
      const line = source.lineOf(start);
      if (object.name === "console")
        findings.push({ path: source.path, line, message: "console prints past redaction" });
      const name = property.type === "Identifier" ? property.name : property.type === "Literal" ? property.value : "";
      if (object.name === "process" && name === "env" && !ENVIRONMENT.test(source.path)) {
        findings.push({ path: source.path, line, message: "process.env: take the environment as an argument" });
      }
    },
  });
  for (const { specifier, names, line } of source.imports) {
    if (/^(node:)?process$/.test(specifier) && names.includes("env") && !ENVIRONMENT.test(source.path)) {
      findings.push({ path: source.path, line, message: "process.env: take the environment as an argument" });
    }
  }
  return findings;
};
