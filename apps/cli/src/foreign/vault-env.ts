import type { Grammar } from "./reference.ts";

/**
 * `vault:PATH#KEY[#VERSION]`, as Bank-Vaults has it in variables: https://bank-vaults.dev/docs/mutating-webhook/configuration/. A path
 * with `data/` behind the mount is that of the second version of the engine.
 */
export const readVaultEnv: Grammar = (text) => {
  if (/^>>vault:/.test(text)) return { problem: "it writes to Vault, which we never do" };
  if (!text.startsWith("vault:")) return undefined;
  const [path = "", key = "", version, ...more] = text.slice("vault:".length).split("#");
  if (path === "" || key === "" || more.length > 0) return { problem: "it is not vault:PATH#KEY[#VERSION]" };
  if (/\$\{|[{}]/.test(key)) return { problem: "its key is a template" };
  return { reference: { provider: "vault", remoteName: path, key, path: true, ...(version ? { version } : {}) } };
};
