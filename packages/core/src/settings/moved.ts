/** Another process changed the settings although we hold the lock: our reading is void, and we begin anew. */
export class Moved extends Error {}
