import { readFileSync, writeFileSync } from "node:fs";
import { withSession } from "./render-session.ts";

// Writes the session into README.md. A test of this package fails where the page and the screens differ.
const page = new URL("../../../README.md", import.meta.url);
writeFileSync(page, withSession(readFileSync(page, "utf8")));
