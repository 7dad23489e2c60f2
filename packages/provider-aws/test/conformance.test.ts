import { describeConformance } from "@keyferry/test-harness/conformance";
import { startHarness } from "./harness.ts";

describeConformance(await startHarness());
