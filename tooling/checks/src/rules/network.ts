import type { Finding } from "../finding.ts";
import type { SourceRule } from "./rule.ts";

const REQUEST_FILES = /^packages\/core\/src\/connections\/(request[^/]*\.ts$|http\/)/;
/**
 * The harness plays the other side of the network. The metadata server of a machine has a link-local address, to which the
 * host's requests never go.
 */
const EXEMPT = /^(apps\/test-harness\/|packages\/provider-[^/]+\/src\/metadata\.ts$)/;
const CLIENTS = /^(undici|axios|got|ky|needle|superagent|node-fetch|request)(\/|$)/;
const HTTP = /^(node:)?(http|https|http2)$/;
const CALLS = new Set(["request", "get", "connect"]);

/** One place makes network requests, so that redirects, time limits, caps and TLS are decided once. Vendors' SDKs make theirs. */
export const oneNetworkClient: SourceRule = (source) => {
  if (REQUEST_FILES.test(source.path) || EXEMPT.test(source.path)) return [];
  const findings: Finding[] = [];
  const add = (offset: number, what: string) =>
    findings.push({
      path: source.path,
      line: source.lineOf(offset),
      message: `${what}: requests go through host.request`,
    });
  const wholes = new Set<string>();
  for (const { specifier, names, wholes: bound, line, typeOnly } of source.imports) {
    if (typeOnly) continue;
    const what = CLIENTS.test(specifier) ? specifier : HTTP.test(specifier) && names.find((name) => CALLS.has(name));
    if (what) findings.push({ path: source.path, line, message: `${what}: requests go through host.request` });
    if (HTTP.test(specifier)) for (const name of bound) wholes.add(name);
  }
  source.visit({
    CallExpression({ callee, start }) {
      if (callee.type === "Identifier" && callee.name === "fetch") add(start, "fetch()");
      if (callee.type !== "MemberExpression" || callee.object.type !== "Identifier") return;
      const called = callee.property.type === "Identifier" ? callee.property.name : "";
      if (callee.object.name === "globalThis" && called === "fetch") add(start, "fetch()");
      if (wholes.has(callee.object.name) && CALLS.has(called)) add(start, `${callee.object.name}.${called}()`);
    },
  });
  return findings;
};
