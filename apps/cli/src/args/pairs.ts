import { usageError } from "../usage-error.ts";

/** Collects an option that may be given again and again. */
export function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/** Reads `NAME=VALUE` texts. What stands behind the `=` is never quoted in an error: it could be a value. */
function pairs(texts: readonly string[], option: string, form: string, example: string): Record<string, string> {
  const found = new Map<string, string>();
  for (const text of texts) {
    const at = text.indexOf("=");
    if (at <= 0) throw usageError(`${option} takes ${form}`, `such as ${option} ${example}`);
    const name = text.slice(0, at);
    if (found.has(name)) throw usageError(`${option} is given twice for ${name}`, "give it once");
    found.set(name, text.slice(at + 1));
  }
  return Object.fromEntries(found);
}

/** `--set FIELD=VALUE`: fields of a connection that are no credential. */
export function fieldPairs(texts: readonly string[]): Record<string, string> {
  return pairs(texts, "--set", "FIELD=VALUE", "region=eu-west-1");
}

const SOURCE = /^(?:env|file|fd|systemd|exec|secret):|^stored$/;

/** `--credential FIELD=SOURCE`: where a credential comes from. A literal is refused, and not shown. */
export function sourcePairs(texts: readonly string[]): Record<string, string> {
  const sources = pairs(texts, "--credential", "FIELD=SOURCE", "secretAccessKey=env:SAK");
  for (const [field, source] of Object.entries(sources)) {
    if (!SOURCE.test(source)) {
      throw usageError(
        `--credential ${field} takes a source, not a value: values never come by the command line`,
        `name where it comes from, such as --credential ${field}=env:NAME or ${field}=file:PATH`,
      );
    }
  }
  return sources;
}

/** `--deliver SETTING=DELIVERY`: how a program takes a setting. */
export function deliveryPairs(texts: readonly string[]): Record<string, string> {
  return pairs(texts, "--deliver", "SETTING=DELIVERY", "sftp.password=env:NAS_PASSWORD");
}

/** `--bind SETTING=SECRET`: a secret of ours for a slot of an imported profile. */
export function bindPairs(texts: readonly string[]): Record<string, string> {
  return pairs(texts, "--bind", "SETTING=SECRET", "sftp.password=nas-password");
}

/** `--env VARIABLE=REFERENCE`. A literal is refused, and not shown. */
export function referencePairs(texts: readonly string[]): Record<string, string> {
  const references = pairs(texts, "--env", "VARIABLE=REFERENCE", "TOKEN=keyferry://prod/api/token#key");
  for (const [variable, reference] of Object.entries(references)) {
    if (!reference.startsWith("keyferry:")) {
      throw usageError(
        `--env ${variable} takes a reference, not a value: values never come by the command line`,
        `write ${variable}=keyferry:SECRET or ${variable}=keyferry://CONNECTION/REMOTE-NAME#KEY`,
      );
    }
  }
  return references;
}
