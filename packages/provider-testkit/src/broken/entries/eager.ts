import "fast-check";
import { MemoryStore } from "../memory-store.ts";
import { referencePlugin } from "../reference.ts";

/** Loads a package on import, as a provider must not. */
export default referencePlugin(new MemoryStore("token"));
