import { applies } from "../connections/field-values.ts";
import type { ValidConnection } from "../connections/validate.ts";
import type { Field, Manifest } from "../contract/manifest.ts";

/** The sensitive fields that the login of a connection takes. */
export function sensitiveFields(
  manifest: Manifest,
  { fields, auth }: Pick<ValidConnection, "fields" | "auth">,
): readonly Field[] {
  const method = manifest.auth.find(({ id }) => id === auth.method);
  const values = new Map(Object.entries({ ...fields, ...auth.fields }));
  return [...manifest.fields, ...(method?.fields ?? [])].filter(
    (field) => field.sensitive === true && applies(field, values),
  );
}
