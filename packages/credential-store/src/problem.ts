import { type ErrorCode, KeyferryError } from "@keyferry/core";

/** The one place that the store's errors come from: each with where, and a next step. No value, no part of a key. */
export function problem(code: ErrorCode, where: string, message: string, hint: string): KeyferryError {
  return new KeyferryError({ code, where, message, hint });
}

/** A keeper that does not give its key. What was sealed stays, and nothing takes its place. */
export function keeperProblem(keeper: string, message: string, hint: string): KeyferryError {
  return problem("unauthenticated", `keeper ${keeper}`, message, hint);
}
