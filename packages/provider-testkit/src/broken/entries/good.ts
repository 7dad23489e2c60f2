import { MemoryStore } from "../memory-store.ts";
import { referencePlugin } from "../reference.ts";

export default referencePlugin(new MemoryStore("token"));
