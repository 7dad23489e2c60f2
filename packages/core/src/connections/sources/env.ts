import type { SourceKind } from "./source.ts";

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
        if (value !== undefined && value !== "") return { ok: true, value };
        return {
          ok: false,
          code: "unauthenticated",
          message: `the environment variable ${rest} is ${value === undefined ? "not set" : "empty"}`,
          hint: `set ${rest}, or give the login another source`,
        };
      },
    };
  },
};
