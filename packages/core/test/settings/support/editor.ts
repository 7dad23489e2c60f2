// A process of its own that edits settings: node editor.ts FOLDER NAME EDITS
import { profile, storeAt } from "./stores.ts";

const [folder = "", name = "", edits = "0"] = process.argv.slice(2);
const store = storeAt(folder);
for (let edit = 0; edit < Number(edits); edit += 1) {
  const write = () =>
    store.update((draft) => {
      draft.plugins.push(`${name}-${edit}`);
      draft.profiles.set(`${name}-${edit}`, profile(`${name} ${edit}`));
    });
  await write().catch((error: unknown) => {
    // A machine that stood still for seconds lost its lock, and is told to try again, since nothing was written.
    if (!String(error).includes("the lock was lost, so nothing was written")) throw error;
    return write();
  });
}
