import { readFileSync } from "node:fs";
import type { RecordedCall } from "@keyferry/provider-testkit";

const READS_VALUE = new Set(["GetSecretValue", "BatchGetSecretValue"]);
const READS = new Set([...READS_VALUE, "ListSecrets", "DescribeSecret"]);

/**
 * What one user asked of moto, from the record that moto keeps of every request, one JSON object a line
 * (https://docs.getmoto.org/en/latest/docs/configuration/recorder/index.html).
 */
export function recordedCalls(file: string, accessKeyId: string): readonly RecordedCall[] {
  return (
    readFileSync(file, "utf8")
      .split("\n")
      // A last line without its end is still being written.
      .slice(0, -1)
      .map((line) => headersOf(line))
      .filter((headers) => headers.get("authorization")?.includes(accessKeyId))
      .map((headers) => {
        const operation = (headers.get("x-amz-target") ?? "unknown").replace(/^.*\./, "");
        return { operation, write: !READS.has(operation), readsValue: READS_VALUE.has(operation) };
      })
  );
}

function headersOf(line: string): ReadonlyMap<string, string> {
  const { headers } = JSON.parse(line) as { readonly headers: Readonly<Record<string, string>> };
  return new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
