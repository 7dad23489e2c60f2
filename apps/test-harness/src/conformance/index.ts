export { describeConformance } from "./describe-conformance.ts";
export { HTTP_FAULTS, PAGE_FAULTS, pagedStoreFault, storeFault } from "./store-fault.ts";
