import { ProviderError } from "../../src/contract/errors.ts";
import { defineProvider, type ProviderPlugin } from "../../src/contract/plugin.ts";
import type { FetchOutcome } from "../../src/contract/session.ts";

export interface MemoryProvider {
  readonly plugin: ProviderPlugin;
  /** Remote name → text. */
  readonly secrets: Map<string, string>;
  /** The addresses of each fetch. */
  readonly fetches: string[][];
  /** The credentials of each opening. */
  readonly openings: Readonly<Record<string, string>>[];
  disposed: number;
}

/** A whole provider over a map, with one sensitive field and one more that may be left out, for tests of the host. */
export function memoryProvider(id = "memory"): MemoryProvider {
  const secrets = new Map<string, string>();
  const fetches: string[][] = [];
  const openings: Readonly<Record<string, string>>[] = [];
  const provider: MemoryProvider = { plugin: undefined as never, secrets, fetches, openings, disposed: 0 };
  const plugin = defineProvider({
    manifest: {
      apiVersion: 1,
      id,
      displayName: "Memory",
      docsUrl: "https://example.org/memory",
      fields: [{ name: "site", type: "text", label: "Site", description: "Where", required: true, pointsTo: true }],
      auth: [
        {
          id: "token",
          label: "Token",
          description: "A token",
          fields: [
            { name: "token", type: "text", label: "Token", description: "The token", required: true, sensitive: true },
            { name: "second", type: "text", label: "Second", description: "Another token", sensitive: true },
          ],
        },
        {
          id: "ambient",
          label: "Ambient",
          description: "What is there",
          fields: [],
          ambient: { variables: ["MEMORY_PROFILE", "MEMORY_FILE"], files: [] },
        },
      ],
      capabilities: { maxBatch: 10, batchVersions: false, describe: true, versions: false, masksMissing: false },
    },
    address: (text) => ({ ok: true, name: text }),
    policy: (addresses) => [{ title: "Read", language: "text", text: addresses.map(({ name }) => name).join(" ") }],
    open: async ({ credentials }) => {
      openings.push(credentials);
      return {
        check: async () => ({ canList: "yes", identity: "tester" }),
        list: async () => ({ items: [...secrets.keys()].map((name) => ({ name, description: `about ${name}` })) }),
        describe: async ({ name }) => {
          if (!secrets.has(name)) throw new ProviderError({ code: "not-found", message: "there is no such secret" });
          return { name, description: `about ${name}` };
        },
        fetch: async (addresses) => {
          fetches.push(addresses.map(({ name }) => name));
          return addresses.map(({ name }): FetchOutcome => {
            const text = secrets.get(name);
            if (text === undefined)
              return { ok: false, error: { code: "not-found", message: "there is no such secret" } };
            return { ok: true, payload: { kind: "text", text }, version: "1" };
          });
        },
        dispose: async () => {
          provider.disposed += 1;
        },
      };
    },
  });
  return Object.assign(provider, { plugin });
}
