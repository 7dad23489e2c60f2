import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

// What the root script `keyferry` starts: the command line from its sources, in the folder that the person stands in (pnpm
// changes to the root). The cache of compiled sources is set here, not by a variable, which the job would inherit.
enableCompileCache(fileURLToPath(new URL("../../../node_modules/.cache/node-compile", import.meta.url)));
if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
await import("../src/main.ts");
