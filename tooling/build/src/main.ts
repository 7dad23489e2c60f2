import { bundle } from "./bundle.ts";
import { readPackage } from "./package.ts";

// Called in a package's folder, after the compiler.
await bundle(readPackage(process.cwd()));
