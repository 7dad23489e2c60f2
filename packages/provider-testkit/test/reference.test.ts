import { referenceHarness } from "../src/broken/index.ts";
import { describeProvider } from "../src/index.ts";

describeProvider(referenceHarness());
