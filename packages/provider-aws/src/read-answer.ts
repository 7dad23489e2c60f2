import { type HostResponse, ProviderError, type ProviderFailure } from "@keyferry/core/provider";
import type { Answer } from "./answers.ts";
import { serviceRow, withDetails } from "./errors.ts";
import { statusRow } from "./network-errors.ts";

const UTF_8 = new TextDecoder("utf-8", { fatal: true });

/** A body's JSON object; an empty body counts as one without members. `undefined` for anything else. */
function parse(body: Uint8Array): Answer | undefined {
  if (body.byteLength === 0) return {};
  try {
    const value: unknown = JSON.parse(UTF_8.decode(body));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Answer) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The name of AWS's error, without the namespace before it and the address after it
 * (https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html#operation-error-serialization).
 */
function errorName(answer: Answer, headers: HostResponse["headers"]): string {
  const given = answer.__type ?? answer.code ?? headers["x-amzn-errortype"];
  const [name = ""] = typeof given === "string" ? given.split(/[,:]/) : [];
  return name.slice(name.indexOf("#") + 1);
}

function answerFailure(answer: Answer | undefined, { status, headers }: HostResponse): ProviderFailure {
  const message = answer?.message ?? answer?.Message;
  const known =
    answer === undefined || status === 200
      ? undefined
      : serviceRow(errorName(answer, headers), typeof message === "string" ? message : "");
  const requestId = headers["x-amzn-requestid"] ?? headers["x-amzn-request-id"] ?? "";
  return withDetails(known ?? statusRow(status), requestId, headers["retry-after"] ?? "");
}

/** The members of a good answer. Throws a `ProviderError` for every other, without a word of its body. */
export function readAnswer(response: HostResponse): Answer {
  const answer = parse(response.body);
  if (response.status === 200 && answer !== undefined) return answer;
  throw new ProviderError(answerFailure(answer, response));
}
