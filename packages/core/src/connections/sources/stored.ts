import { isKeyferryError } from "../../contract/failure.ts";
import { Secret } from "../../secret/secret.ts";
import { argument } from "../../settings/argument.ts";
import type { SourceKind, SourceReading } from "./source.ts";

/** `stored`: what the credential store holds, sealed, for this connection and field. */
export const storedSource: SourceKind = {
  kind: "stored",
  form: "stored",
  bare: true,
  parse: () => ({
    // A keeper may take its key from the unit's credentials.
    variable: "CREDENTIALS_DIRECTORY",
    async read(reader, { field, connection }): Promise<SourceReading> {
      try {
        const credentials = (await reader.sealed?.()) ?? {};
        if (Object.hasOwn(credentials, field)) return { ok: true, value: new Secret(credentials[field] ?? "") };
      } catch (thrown) {
        const [failure] = isKeyferryError(thrown) ? thrown.failures : [];
        if (failure === undefined) throw thrown;
        return { ok: false, ...failure };
      }
      return {
        ok: false,
        code: "unauthenticated",
        message: "nothing is sealed for it",
        hint: `seal it: keyferry connection login ${argument(connection)}`,
      };
    },
  }),
};
