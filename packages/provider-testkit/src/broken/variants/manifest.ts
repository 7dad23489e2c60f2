import type { ProviderPlugin } from "@keyferry/core/provider";
import { type BrokenProvider, broken } from "../broken-provider.ts";
import { TOKEN } from "../reference-manifest.ts";

/** Says something else each time that it is asked. */
function counting(): { readonly next: () => number } {
  let count = 0;
  return { next: () => ++count };
}

const refuse = (message: string) => ({ ok: false, error: { code: "invalid-address", message } }) as const;

function withAddress(change: (good: ProviderPlugin["address"]) => ProviderPlugin["address"]) {
  return { pure: (good: ProviderPlugin) => ({ address: change(good.address) }) };
}

export const brokenManifests: readonly BrokenProvider[] = [
  broken("manifest/vetted", "its id has a capital letter", { manifest: (good) => ({ ...good, id: "Reference" }) }),
  broken("manifest/data", "its manifest holds a date", {
    manifest: (good) => Object.assign({}, good, { released: new Date(0) }),
  }),
  broken("manifest/sensitive", "its token is no sensitive field", {
    manifest: (good) => ({
      ...good,
      auth: good.auth.map((one) => ({ ...one, fields: [{ ...TOKEN, sensitive: false }] })),
    }),
  }),
  broken("manifest/origin", "nothing points to its store", {
    manifest: (good) => ({ ...good, fields: good.fields.map((field) => ({ ...field, pointsTo: false })) }),
  }),
  broken("manifest/connection", "it requires a field that it does not need", {
    manifest: (good) => ({ ...good, fields: [...good.fields, { ...TOKEN, name: "area", sensitive: false }] }),
  }),
  broken("manifest/docs", "its documentation is not reached by https", {
    manifest: (good) => ({ ...good, docsUrl: "http://example.org/reference" }),
  }),
  broken("load/lazy", "its entry loads a package", { entry: "eager" }),
  broken("load/quiet", "its entry prints", { entry: "noisy" }),
  broken(
    "address/total",
    "it repeats what it refuses",
    withAddress((good) => (text, fields) => (text.includes("\0") ? refuse(`not ${text}`) : good(text, fields))),
  ),
  broken(
    "address/canonical",
    "it adds to a name each time",
    withAddress((good) => (text, fields) => good(text.includes("%") ? `${text}%` : text, fields)),
  ),
  broken("address/pure", "it counts its refusals", () => {
    const count = counting();
    return withAddress((good) => (text, fields) => {
      const result = good(text, fields);
      return result.ok ? result : refuse(`refusal ${count.next()}`);
    });
  }),
  broken("policy/documents", "it writes nothing for listing alone", {
    pure: (good) => ({ policy: (names, fields) => (names.length === 0 ? [] : good.policy(names, fields)) }),
  }),
  broken("policy/pure", "it counts its documents", () => {
    const count = counting();
    return {
      pure: (good) => ({
        policy: (names, fields) => good.policy(names, fields).map((one) => ({ ...one, title: `Read ${count.next()}` })),
      }),
    };
  }),
];
