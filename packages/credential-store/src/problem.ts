import { type ErrorCode, KeyferryError } from "@keyferry/core";

/** Makes all of the store's errors: each with its place and a next step, without a value or a part of a key. */
export function problem(code: ErrorCode, where: string, message: string, hint: string): KeyferryError {
  return new KeyferryError({ code, where, message, hint });
}

/** The error for a keeper that does not give its key. What was sealed stays, and nothing replaces it. */
export function keeperProblem(keeper: string, message: string, hint: string): KeyferryError {
  return problem("unauthenticated", `keeper ${keeper}`, message, hint);
}
