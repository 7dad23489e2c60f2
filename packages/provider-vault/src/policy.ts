import type { Address, ConnectionFields, PolicyDocument } from "@keyferry/core/provider";
import { readUrl } from "./url.ts";

function rule(path: string, capability: string): string {
  // `*` at the end, `+` as a part and `{{` have a meaning of their own, and Vault knows no way to write them plainly.
  if (path.includes("{{") || /(^|\/)\+(\/|$)/.test(path)) return `# No rule can name ${path} alone.`;
  return `path ${JSON.stringify(path)} {\n  capabilities = ["${capability}"]\n}`;
}

function exact(path: string, capability: string): string {
  return path.endsWith("*") ? `# No rule can name ${path} alone.` : rule(path, capability);
}

function mountOf({ fields: { url, mount } }: ConnectionFields): string {
  const place = typeof url === "string" ? readUrl(url) : undefined;
  const ofUrl = place !== undefined && "origin" in place ? place.mount : undefined;
  return typeof mount === "string" ? mount.replace(/^\/|\/$/g, "") : (ofUrl ?? "MOUNT");
}

/** What KV version 2 asks for: https://developer.hashicorp.com/vault/docs/secrets/kv/kv-v2/setup#acl-rules */
const V2 = { version: "2", list: "metadata/", read: ["data/", "metadata/"] };
const V1 = { version: "1", list: "", read: [""] };

/** The login's own calls. Vault's policy `default` has them, and a token can be made without it. */
const OWN = [
  rule("auth/token/lookup-self", "read"),
  rule("auth/token/renew-self", "update"),
  rule("auth/token/revoke-self", "update"),
];

/**
 * The least rights as Vault policies (https://developer.hashicorp.com/vault/docs/concepts/policies). Where the connection
 * leaves the engine's version to Vault, there is a document for either: only one of them fits the mount.
 */
export function policy(addresses: readonly Address[], connection: ConnectionFields): readonly PolicyDocument[] {
  const { kvVersion, namespace } = connection.fields;
  const mount = mountOf(connection);
  const inside = typeof namespace === "string" ? `, in namespace ${namespace}` : "";
  const document = (title: string, rules: readonly string[]): PolicyDocument => ({
    title: `${title}${inside}`,
    language: "hcl",
    text: `${[...new Set(rules)].join("\n\n")}\n`,
  });
  const names = addresses.map(({ name }) => name).sort();
  const documents = [V2, V1]
    .filter(({ version }) => kvVersion !== (version === "2" ? "1" : "2"))
    .flatMap(({ version, list, read }) => {
      const rules = names.flatMap((name) => read.map((below) => exact(`${mount}/${below}${name}`, "read")));
      return [
        document(`List the secrets' names (KV version ${version})`, [rule(`${mount}/${list}*`, "list")]),
        ...(rules.length === 0 ? [] : [document(`Read these secrets (KV version ${version})`, rules)]),
      ];
    });
  return [...documents, document("The login's own calls, where it lacks the policy default", OWN)];
}
