// One of many processes that change the same settings: node writer.ts SETTINGS NAME EDITS
import { createKeyferry } from "@keyferry/core";

const [settings = "", name = "", edits = "0"] = process.argv.slice(2);
const keyferry = await createKeyferry({ settings, plugins: [] });
for (let edit = 0; edit < Number(edits); edit += 1) await keyferry.profiles.create({ name: `${name} ${edit}` });
await keyferry.dispose();
