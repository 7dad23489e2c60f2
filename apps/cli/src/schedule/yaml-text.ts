export type YamlValue = string | number | boolean | readonly YamlValue[] | { readonly [key: string]: YamlValue };

/**
 * Plain data as YAML blocks. Texts are written as JSON, which YAML 1.2 reads as it stands (https://yaml.org/spec/1.2.2/#chapter-1-introduction-to-yaml): no name
 * can turn into a number, a tag or another line. Keys are ours, and plain.
 */
export function yamlText(value: YamlValue): string {
  return `${lines(value).join("\n")}\n`;
}

function lines(value: YamlValue): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((each: YamlValue) => {
      const [first = "", ...rest] = lines(each);
      return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
    });
  }
  if (!(value instanceof Object)) return [JSON.stringify(value)];
  return Object.entries(value).flatMap(([key, each]) => {
    if (!(each instanceof Object)) return [`${key}: ${JSON.stringify(each)}`];
    if (Array.isArray(each) && each.length === 0) return [`${key}: []`];
    return [`${key}:`, ...lines(each).map((line) => `  ${line}`)];
  });
}
