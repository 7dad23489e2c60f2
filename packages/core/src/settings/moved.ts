/** Another process changed the settings although we hold the lock: our reading is invalid, and we start again. */
export class Moved extends Error {}
