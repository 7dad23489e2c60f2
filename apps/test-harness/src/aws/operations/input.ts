import { Refusal, validationRefusal } from "../refusal.ts";
import type { JsonObject } from "./operation.ts";

/** Members of a request, with the constraints of the vendor's model. An absent member is `undefined`; one of a wrong type is refused. */
export function stringMember(input: JsonObject, name: string, maxLength = 2048): string | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw unreadable(name);
  const member = lowerFirst(name);
  if (value.length === 0) throw validationRefusal(member, value, "Member must have length greater than or equal to 1");
  if (value.length > maxLength) {
    throw validationRefusal(member, "...", `Member must have length less than or equal to ${maxLength}`);
  }
  return value;
}

export function requiredString(input: JsonObject, name: string): string {
  const value = stringMember(input, name);
  if (value === undefined) throw validationRefusal(lowerFirst(name), "null", "Member must not be null");
  return value;
}

export function integerMember(input: JsonObject, name: string, max: number): number | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "number" || !Number.isInteger(value)) throw unreadable(name);
  const member = lowerFirst(name);
  if (value < 1) throw validationRefusal(member, `${value}`, "Member must have value greater than or equal to 1");
  if (value > max) throw validationRefusal(member, `${value}`, `Member must have value less than or equal to ${max}`);
  return value;
}

export function stringList(input: JsonObject, name: string, maxItems: number): string[] | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) throw unreadable(name);
  const member = lowerFirst(name);
  if (value.length === 0) throw validationRefusal(member, "[]", "Member must have length greater than or equal to 1");
  if (value.length > maxItems) {
    throw validationRefusal(
      member,
      `[${value.join(", ")}]`,
      `Member must have length less than or equal to ${maxItems}`,
    );
  }
  return value;
}

export function unreadable(name: string): Refusal {
  return new Refusal("SerializationException", `The member ${name} is not of its type.`);
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
