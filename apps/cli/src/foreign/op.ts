import type { Grammar } from "./reference.ts";

/**
 * `op://VAULT/ITEM/[SECTION/]FIELD[?attribute=…]` of 1Password: https://developer.1password.com/docs/cli/secret-reference-syntax. There is
 * no provider for it, so it is mapped to the secret VAULT/ITEM of a connection that a person names: where the secrets moved to.
 */
export const readOp: Grammar = (text) => {
  if (!text.startsWith("op://")) return undefined;
  const [path = "", query] = text.slice("op://".length).split("?", 2);
  if (query !== undefined)
    return { problem: "it asks for an attribute (a one-time password, a key's format), which is made, not held" };
  const parts = path.split("/");
  const [vault, item, ...field] = parts;
  if (!vault || !item || field.length < 1 || field.length > 2 || field.includes("")) {
    return { problem: "it is not op://VAULT/ITEM/[SECTION/]FIELD" };
  }
  return {
    reference: { remoteName: `${vault}/${item}`, key: field.length === 1 ? (field[0] ?? "") : `/${field.join("/")}` },
  };
};
