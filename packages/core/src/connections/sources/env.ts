import { Secret } from "../../secret/secret.ts";
import { MAX_CREDENTIAL_BYTES, tooLong } from "./credential-text.ts";
import { failed, type SourceKind } from "./source.ts";

/** `env:NAME`: a variable of Keyferry's own environment, which the job does not see. */
export const envSource: SourceKind = {
  kind: "env",
  form: "env:NAME",
  parse(rest) {
    if (!/^[A-Za-z_][A-Za-z0-9_]{0,254}$/.test(rest)) return undefined;
    return {
      variable: rest,
      read: async (reader) => {
        const value = reader.variable(rest);
        const what = `the environment variable ${rest}`;
        if (value !== undefined && Buffer.byteLength(value) > MAX_CREDENTIAL_BYTES) return tooLong(what);
        if (value !== undefined && value !== "") return { ok: true, value: new Secret(value) };
        return failed(
          "unauthenticated",
          `${what} is ${value === undefined ? "not set" : "empty"}`,
          `set ${rest}, or give the login another source`,
        );
      },
    };
  },
};
