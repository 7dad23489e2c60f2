import type { Finding } from "../finding.ts";
import type { SourceRule } from "./rule.ts";

const CORE = /^packages\/core\/src\//;
const VENDORS = new Set(
  "aws amazon azure microsoft google gcp hashicorp vault openbao wincred onepassword bitwarden".split(" "),
);

/** Core names no vendor: not in a name, not in a text. Comments may, where they say why. */
export const coreNamesNoVendor: SourceRule = (source) => {
  if (!CORE.test(source.path)) return [];
  return source.code.split("\n").flatMap((line, index): Finding[] => {
    const vendor = words(line).find((word) => VENDORS.has(word));
    return vendor === undefined
      ? []
      : [{ path: source.path, line: index + 1, message: `core names no vendor, here "${vendor}"` }];
  });
};

/** The words of a line, with camelCase, snake_case and kebab-case taken apart. */
function words(line: string): string[] {
  const apart = line.replace(/([a-z0-9])([A-Z])/g, "$1 $2").replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2");
  return apart.toLowerCase().split(/[^a-z]+/);
}
