/** Freezes plain data to its depth, so that a provider that changes what it was given throws. */
export function deepFreeze<T>(data: T): T {
  if (typeof data === "object" && data !== null && !ArrayBuffer.isView(data) && !Object.isFrozen(data)) {
    for (const inner of Object.values(data)) deepFreeze(inner);
    Object.freeze(data);
  }
  return data;
}
