import { mkdirSync, writeFileSync } from "node:fs";
import { renderErrors } from "./render-errors.ts";

// Writes docs/errors.md. A test of this package fails where the page and the tables differ.
const page = new URL("../../../docs/errors.md", import.meta.url);
mkdirSync(new URL(".", page), { recursive: true });
writeFileSync(page, renderErrors());
