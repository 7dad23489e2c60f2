import { MemoryStore } from "../memory-store.ts";
import { referencePlugin } from "../reference.ts";

process.stdout.write("loading the reference\n");

/** Prints on import, as a provider must not. */
export default referencePlugin(new MemoryStore("token"));
