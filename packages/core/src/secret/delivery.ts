/**
 * `@keyferry/core/delivery`: the one place where a resolved value leaves Keyferry. `@keyferry/jobs` uses it to hand
 * values to a program; a Node program that resolves for itself uses it at the point where it needs the value.
 */
import { KeyferryError } from "../contract/failure.ts";
import type { SealedValue } from "../contract/job.ts";
import { reveal, Secret } from "./secret.ts";

export { type AskpassPrompt, type Delivery, type DeliveryKind, formatDelivery } from "../contract/delivery.ts";
export { ENCODINGS, type Encoding } from "../contract/encoding.ts";
export { ERROR_CODES, type ErrorCode, type Failure, isKeyferryError, KeyferryError } from "../contract/failure.ts";
export {
  type JobInput,
  type JobPayload,
  type JobValue,
  type JobWord,
  type PayloadPart,
  payloadValues,
  plainPayload,
  type SealedValue,
} from "../contract/job.ts";
export { parseDelivery } from "../contract/parse-delivery.ts";
export type {
  OwnSetting,
  Recipe,
  RecipeArgument,
  RecipePayload,
  RecipeProgram,
  RecipeSetting,
} from "../contract/recipe.ts";
export { needleForms } from "./needles.ts";
export { Redactor } from "./redactor.ts";

/**
 * Opens a resolved value: text, or bytes where the manager holds a binary key. Keep it for as short a time as you can, and
 * out of logs, arguments and files.
 */
export function openForDelivery(value: SealedValue): string | Uint8Array {
  if (value instanceof Secret) return reveal(value as Secret<string | Uint8Array>);
  throw new KeyferryError({
    code: "internal",
    message: "this is not a value that this copy of @keyferry/core resolved",
    hint: "resolve and deliver with one copy of @keyferry/core",
  });
}
