import type { Field } from "@keyferry/core/provider";

/** A field that holds text. */
export function textField(name: string, label: string, description: string, more: Partial<Field> = {}): Field {
  return { name, type: "text", label, description, ...more };
}
