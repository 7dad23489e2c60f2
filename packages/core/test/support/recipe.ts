import type { Recipe } from "../../src/contract/recipe.ts";

/** A recipe with one required secret and one literal, that a test changes where it matters. */
export function recipe(changes: Partial<Recipe> = {}): Recipe {
  return {
    id: "acme",
    displayName: "Acme",
    description: "Copies",
    docsUrl: "https://example.org/acme",
    programs: [{ name: "acme", versionArgs: ["--version"], versionPattern: "acme (\\d+\\.\\d+)", least: "1.2" }],
    settings: [
      { setting: "sftp.host", required: true },
      { setting: "sftp.password", required: true },
    ],
    args: [{ pieces: ["--host=", { literal: "sftp.host" }] }, { extra: true }, { pieces: [{ path: "login" }] }],
    payloads: [
      {
        id: "login",
        delivery: { kind: "fd", descriptor: 7 },
        parts: ["password=", { setting: "sftp.password", as: "line" }, "\n"],
      },
    ],
    loginFailed: [5],
    notes: [],
    ...changes,
  };
}
