export { fittingMethods } from "./fitting-methods.ts";
export { modulesLoaded } from "./modules-loaded.ts";
