import type { ConformanceCase } from "../conformance-case.ts";
import { abortCases } from "./abort.ts";
import { checkCases } from "./check.ts";
import { describeCases } from "./describe.ts";
import { disposeCases } from "./dispose.ts";
import { errorCases } from "./errors.ts";
import { fetchCases } from "./fetch.ts";
import { inputCases } from "./inputs.ts";
import { isolationCases } from "./isolation.ts";
import { leakCases } from "./leaks.ts";
import { listCases } from "./list.ts";
import { loadCases } from "./load.ts";
import { manifestCases } from "./manifest.ts";
import { payloadCases } from "./payload.ts";
import { pureCases } from "./pure.ts";
import { readOnlyCases } from "./read-only.ts";
import { versionCases } from "./versions.ts";

/** Every case, in the order of the matrix. */
export const CASES: readonly ConformanceCase[] = [
  ...manifestCases,
  ...loadCases,
  ...pureCases,
  ...checkCases,
  ...fetchCases,
  ...payloadCases,
  ...versionCases,
  ...listCases,
  ...describeCases,
  ...errorCases,
  ...abortCases,
  ...disposeCases,
  ...isolationCases,
  ...inputCases,
  ...leakCases,
  ...readOnlyCases,
];
