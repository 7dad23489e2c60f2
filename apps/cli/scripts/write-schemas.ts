import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileSchemas, outputSchemas, renderJsonPage } from "./render-schemas.ts";

// Writes apps/cli/schemas and docs/json.md. A test of this package fails where a schema and the code differ.
const folder = new URL("../schemas/", import.meta.url);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const [name, text] of [...fileSchemas(), ...outputSchemas()]) writeFileSync(new URL(name, folder), text);
writeFileSync(new URL("../../../docs/json.md", import.meta.url), renderJsonPage());
