import { importRule } from "./rule.ts";

const COMPOSITION = "packages/core/src/composition/";
const CONTAINERS = /^(tsyringe|@abraham\/reflection|reflect-metadata)(\/|$)/;

/** `composition/` alone knows the container and the polyfill that it needs. */
export const containersOnlyInComposition = importRule(({ specifier }, path) =>
  CONTAINERS.test(specifier) && !path.startsWith(COMPOSITION) ? `only ${COMPOSITION} imports ${specifier}` : undefined,
);
