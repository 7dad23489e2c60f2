import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../repository.ts";
import { providerPages } from "./provider-pages.ts";

// `docs`: writes the parts of the pages that come from the code.
for (const { path, wanted } of await providerPages()) await writeFile(join(ROOT, path), wanted);
