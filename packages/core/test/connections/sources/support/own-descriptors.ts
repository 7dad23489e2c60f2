import { Descriptors } from "../../../../src/connections/sources/descriptors.ts";

// Run as a program: takes the descriptors 3 to 40, of which nobody passed one in, and says what came of each.
const descriptors = new Descriptors();
const limits = { maxBytes: 100, ms: 500, signal: new AbortController().signal };
const readings = [];
for (let fd = 3; fd <= 40; fd += 1) readings.push(await descriptors.take(fd, `${fd}`, limits));
process.stdout.write(JSON.stringify(readings));
