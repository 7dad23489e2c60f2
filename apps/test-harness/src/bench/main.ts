#!/usr/bin/env node
import { benchReading } from "./reading.ts";
import { benchSettings } from "./settings.ts";
import { benchStart } from "./start.ts";
import { benchWriters } from "./writers.ts";

// Ratios within one run are what counts: absolute times change with the machine and its phases.
const verdicts = [await benchStart(15), await benchReading(7), await benchSettings(9), await benchWriters(50, 20)];
process.exitCode = verdicts.every((holds) => holds) ? 0 : 1;
