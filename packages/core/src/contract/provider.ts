/**
 * `@keyferry/core/provider`: the contract between Keyferry and a provider, and nothing else. It has no run-time
 * dependency and imports nothing outside this folder.
 */

export { cancellable } from "./cancellable.ts";
export type { ProviderErrorCode, ProviderFailure } from "./errors.ts";
export { isOfOneAddress, isProviderError, PROVIDER_ERROR_CODES, ProviderError } from "./errors.ts";
export type { Host, HostRequest, HostResponse, LogRecord, TlsOptions } from "./host.ts";
export { type JsonNode, JsonProblem, plainValue, readJson } from "./json.ts";
export type { AuthMethod, Capabilities, Field, FieldChoice, FieldCondition, FieldValue, Manifest } from "./manifest.ts";
export type { AddressResult, PolicyDocument, ProviderPlugin } from "./plugin.ts";
export { defineProvider } from "./plugin.ts";
export { retryAfterMs } from "./retry-after.ts";
export type {
  Address,
  CallContext,
  CheckResult,
  ConnectionFields,
  FetchOutcome,
  ListPage,
  ListQuery,
  OpenConnection,
  Payload,
  RemoteSecret,
  Session,
} from "./session.ts";
