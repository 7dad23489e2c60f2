import { readFileSync } from "node:fs";
import type { RecordedCall } from "@keyferry/provider-testkit";

interface Entry {
  readonly type: string;
  readonly auth?: { readonly policies?: readonly string[] };
  readonly request: { readonly operation: string; readonly path: string };
}

/** What the login itself may do: log in, renew, look itself up, revoke itself. */
const OWN_LOGIN = /^auth\/(approle\/login|token\/(lookup-self|renew-self|revoke-self))$/;

/**
 * What the holders of a role asked of Vault, from the log of its file audit device, one JSON object a line
 * (https://developer.hashicorp.com/vault/docs/audit). Values are in it as digests alone.
 */
export function recordedCalls(file: string, role: string, mount: string): readonly RecordedCall[] {
  return (
    readFileSync(file, "utf8")
      .split("\n")
      // A last line without its end is still being written.
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Entry)
      .filter(
        ({ type, auth, request }) =>
          type === "request" && (auth?.policies?.includes(role) ?? OWN_LOGIN.test(request.path)),
      )
      .map(({ request: { operation, path } }) => ({
        operation: `${operation} ${path}`,
        write: operation !== "read" && operation !== "list" && !OWN_LOGIN.test(path),
        readsValue: operation === "read" && path.startsWith(`${mount}/data/`),
      }))
  );
}
