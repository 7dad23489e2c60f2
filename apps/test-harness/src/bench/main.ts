#!/usr/bin/env node
import { benchPicker } from "./picker.ts";
import { benchReading } from "./reading.ts";
import { benchStart } from "./start.ts";

// Ratios within one run are what counts: absolute times change with the machine and its phases.
const verdicts = [await benchStart(15), await benchReading(7), await benchPicker(3)];
process.exitCode = verdicts.every((holds) => holds) ? 0 : 1;
