#!/usr/bin/env node
import { benchConnections } from "./connections.ts";
import { benchPicker } from "./picker.ts";
import { benchReading } from "./reading.ts";
import { benchRedaction } from "./redaction.ts";
import { benchRun } from "./run.ts";
import { benchSession } from "./session.ts";
import { benchSettings } from "./settings.ts";
import { benchStart } from "./start.ts";
import { benchStored } from "./stored.ts";
import { benchWriters } from "./writers.ts";

// Ratios within one run are what counts: absolute times change with the machine and its phases.
const verdicts = [
  await benchStart(15),
  await benchReading(7),
  await benchSession(15),
  await benchSettings(9),
  await benchRun(15),
  await benchRedaction(5),
  await benchStored(15),
  await benchConnections(15),
  await benchPicker(3),
  await benchWriters(50, 20),
];
process.exitCode = verdicts.every((holds) => holds) ? 0 : 1;
