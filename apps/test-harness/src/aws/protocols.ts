import { randomUUID } from "node:crypto";
import type { Answer } from "../http/send.ts";
import type { Refusal } from "./refusal.ts";
import { writeXml, type XmlTree } from "./xml.ts";

/** How one service puts results and refusals on the wire. */
export interface Protocol {
  result(operation: string, result: unknown): Answer;
  refusal(refusal: Refusal): Answer;
}

/** https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export const jsonProtocol: Protocol = {
  result: (_, result) => json(200, result),
  refusal: ({ status, code, message }) => json(status, { __type: code, message }),
};

/** https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export const queryProtocol: Protocol = {
  result: (operation, result) => {
    const requestId = randomUUID();
    const inner = { [`${operation}Result`]: result as XmlTree, ResponseMetadata: { RequestId: requestId } };
    return xml(200, requestId, { [`${operation}Response`]: inner });
  },
  refusal: (refusal) => {
    const requestId = randomUUID();
    const [code, status] = queryErrors[refusal.code] ?? [refusal.code, refusal.status];
    const error = { Type: "Sender", Code: code, Message: refusal.message };
    return xml(status, requestId, { ErrorResponse: { Error: error, RequestId: requestId } });
  },
};

/** The same refusals under the names of the query protocol: https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html */
const queryErrors: Readonly<Record<string, readonly [code: string, status: number]>> = {
  AccessDeniedException: ["AccessDenied", 403],
  ExpiredTokenException: ["ExpiredToken", 403],
  IncompleteSignatureException: ["IncompleteSignature", 400],
  InvalidSignatureException: ["SignatureDoesNotMatch", 403],
  MissingAuthenticationTokenException: ["MissingAuthenticationToken", 403],
  ThrottlingException: ["Throttling", 400],
  UnknownOperationException: ["InvalidAction", 400],
  UnrecognizedClientException: ["InvalidClientTokenId", 403],
  ValidationException: ["ValidationError", 400],
};

function json(status: number, body: unknown): Answer {
  const headers = { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": randomUUID() };
  return { status, headers, body: JSON.stringify(body) };
}

function xml(status: number, requestId: string, tree: XmlTree): Answer {
  const body = writeXml(tree, ' xmlns="https://sts.amazonaws.com/doc/2011-06-15/"');
  return { status, headers: { "content-type": "text/xml", "x-amzn-requestid": requestId }, body };
}
