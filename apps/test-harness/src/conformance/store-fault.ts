import type { FaultKind, FaultOptions } from "@keyferry/provider-testkit";

/** A fault as every store of an HTTP service knows it. */
export type StoreFault =
  | { readonly kind: "throttle"; readonly retryAfter?: number }
  | {
      readonly kind: "http-status";
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: "delay"; readonly ms: number }
  | { readonly kind: "reset" | "html" | "corrupt" | "cut-off" | "endless-body" };

/** A fault of the pages of a list. */
type PageFault = { readonly kind: "empty-page"; readonly times: 1 } | { readonly kind: "cyclic-token" };

/** The faults that {@link storeFault} makes, and those that {@link pagedStoreFault} makes besides. */
export const HTTP_FAULTS: readonly FaultKind[] = [
  "throttle",
  "unavailable",
  "reset",
  "html",
  "corrupt",
  "cut-off",
  "endless-body",
  "echo",
  "delay",
];
export const PAGE_FAULTS: readonly FaultKind[] = ["empty-page", "cyclic-token"];

/** A fault of the conformance suite in the words of the stores. `errorBody` writes an error as the service would. */
export function storeFault(
  kind: FaultKind,
  options: FaultOptions | undefined,
  errorBody: (text: string) => string,
): StoreFault {
  const { ms = 0, retryAfterSeconds, text = "" } = options ?? {};
  switch (kind) {
    case "throttle":
      return retryAfterSeconds === undefined ? { kind } : { kind, retryAfter: retryAfterSeconds };
    case "unavailable":
      return { kind: "http-status", status: 503 };
    case "echo":
      return { kind: "http-status", status: 400, body: errorBody(text), headers: { "x-echo": text } };
    case "delay":
      return { kind, ms };
    case "empty-page":
    case "cyclic-token":
    case "login-ended":
      throw new Error(`no store of HTTP alone knows the fault ${kind}`);
    default:
      return { kind };
  }
}

/** The same for stores that list page by page. */
export function pagedStoreFault(
  kind: FaultKind,
  options: FaultOptions | undefined,
  errorBody: (text: string) => string,
): StoreFault | PageFault {
  if (kind === "empty-page") return { kind, times: 1 };
  return kind === "cyclic-token" ? { kind } : storeFault(kind, options, errorBody);
}
