/**
 * How long vitest lets a test, a hook and a poll take, in milliseconds. Each ends as soon as it can: this is for what hangs, and far
 * above what a loaded machine needs.
 */
export const PATIENCE = {
  testTimeout: 300_000,
  hookTimeout: 300_000,
  expect: { poll: { timeout: 60_000 } },
};
