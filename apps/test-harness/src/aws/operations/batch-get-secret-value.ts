import { Refusal } from "../refusal.ts";
import { matchesAll, readFilters } from "./filters.ts";
import { integerMember, stringList } from "./input.ts";
import { findAllowed, type JsonObject, type Operation, type OperationContext } from "./operation.ts";
import { cutPage } from "./pages.ts";
import { secretValue } from "./secret-value.ts";

/**
 * Takes a right of its own beside GetSecretValue for each secret, and ListSecrets when filters are used. A secret that cannot be read
 * stands in `Errors`, and the rest is answered.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html
 */
export const batchGetSecretValue: Operation = (input, context) => {
  const ids = stringList(input, "SecretIdList", 20);
  const filters = readFilters(input);
  const maxResults = integerMember(input, "MaxResults", 20);
  if ((ids === undefined) === (filters === undefined)) {
    throw new Refusal("InvalidParameterException", "You must include Filters or SecretIdList, but not both.");
  }
  if (ids !== undefined && maxResults !== undefined) {
    throw new Refusal("InvalidParameterException", "To use MaxResults, you must also use Filters.");
  }
  context.rights.check(context.who, "secretsmanager:BatchGetSecretValue");
  if (filters) context.rights.check(context.who, "secretsmanager:ListSecrets");
  const found = context.state
    .all()
    .filter((secret) => secret.deletedDate === undefined && matchesAll(secret, filters ?? []));
  const wanted = ids ?? found.map((secret) => secret.arn);
  const size = Math.min(maxResults ?? 20, context.paging.batch);
  const page = cutPage(wanted, size, input, "BatchGetSecretValue", context.faults);
  const dropped = context.faults.take("batch", "BatchGetSecretValue") ? page.items.length - 1 : page.items.length;
  const outcomes = page.items.slice(0, dropped).map((id) => readOne(id, context));
  return {
    SecretValues: outcomes.flatMap((outcome) => (outcome.value ? [outcome.value] : [])),
    Errors: outcomes.flatMap((outcome) => (outcome.error ? [outcome.error] : [])),
    ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
  };
};

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_APIErrorType.html */
function readOne(id: string, context: OperationContext): { value?: JsonObject; error?: JsonObject } {
  try {
    return { value: secretValue(findAllowed(id, "GetSecretValue", context)) };
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return { error: { SecretId: id, ErrorCode: refusal.code, Message: refusal.message } };
  }
}
