import { importRule } from "./rule.ts";

/** What each package's sources may import of the others'. A folder that is not here may import none. */
const ALLOWED: readonly (readonly [RegExp, RegExp])[] = [
  [/^packages\/provider-testkit\//, /^@keyferry\/core\/(provider|testing)$/],
  [/^packages\/provider-/, /^@keyferry\/core\/provider$/],
  [/^packages\/jobs\//, /^@keyferry\/core\/delivery$/],
  [/^packages\/credential-store\//, /^@keyferry\/core$/],
  [/^apps\/cli\//, /^@keyferry\/(core|core\/delivery|jobs|credential-store)$/],
  [
    /^apps\/test-harness\//,
    /^@keyferry\/(core|core\/provider|jobs|test-harness\/.+|provider-testkit(\/leaks)?|checks\/pack)$/,
  ],
  // The docs come from manifests, whose types are the contract's.
  [/^tooling\//, /^@keyferry\/core\/provider$/],
];

/** Packages see each other by the subpath that the design gives them, and by no relative path. */
export const packageImports = importRule(({ specifier }, path) => {
  if (!/^(@keyferry\/|keyferry$)/.test(specifier)) return undefined;
  const allowed = ALLOWED.find(([folder]) => folder.test(path))?.[1];
  return allowed?.test(specifier) ? undefined : `${path.split("/", 2).join("/")} may not import ${specifier}`;
});
