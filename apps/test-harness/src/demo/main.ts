#!/usr/bin/env node
import { runDemo } from "./demo.ts";
import { Narrator } from "./narrator.ts";

const narrator = new Narrator(process.stdout);
process.exitCode = (await runDemo(narrator)) ? 0 : 1;
