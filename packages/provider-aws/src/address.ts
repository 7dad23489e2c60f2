import type { AddressResult, ConnectionFields } from "@keyferry/core/provider";
import { looksComplete, parseSecretArn } from "./arn.ts";
import { partitionOf } from "./regions.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html: 1 to 512 characters. */
const MAX_NAME = 512;
/** What AWS adds to the name at the end of an ARN. */
const SUFFIX = 7;

/**
 * The characters of a name, as the page above gives them, and `!`, which is in the names of secrets that other services
 * manage (the pattern of https://docs.aws.amazon.com/appsync/latest/APIReference/API_RdsDataApiConfig.html). They leave
 * out `:`, so a name is never taken for an ARN, and `*` and `?`, so it is never a wildcard in a policy.
 */
const NOT_ALLOWED = /[^A-Za-z0-9/_+=.@!-]/u;

function refuse(message: string, hint: string): AddressResult {
  return { ok: false, error: { code: "invalid-address", message, hint } };
}

/** Points at the first character that no name has, by its number: the character itself may not be fit to print. */
function refuseCharacters(text: string): AddressResult | undefined {
  const found = NOT_ALLOWED.exec(text);
  if (found === null) return undefined;
  const code = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return refuse(
    `character ${found.index + 1} of the name (U+${code}) is not in any name of AWS Secrets Manager`,
    "names have letters, digits and /_+=.@-! only; an ARN starts with arn:",
  );
}

/**
 * The canonical form of a name or an ARN. A name stays as it is. An ARN stays as it is too, with one exception: where
 * the connection states its account, the ARN is of that account and region, and it does not end with a hyphen and six
 * characters, it is the partial ARN of exactly the secret with that name, and the name is its canonical form. Nothing
 * else is folded. A complete ARN means one secret for ever, and its name whichever secret has that name now; and AWS
 * itself takes the partial ARN of a secret called `db-secret` for the complete ARN of `db`
 * (https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html, "Finding a secret from a partial
 * ARN"): folding either could read another secret. docs/decisions/0010-aws-addresses.md has the whole of it.
 */
export function address(text: string, connection: ConnectionFields): AddressResult {
  if (text === "") return refuse("the name is empty", "write the secret's name or its ARN");
  if (!text.startsWith("arn:")) {
    if (text.length > MAX_NAME) {
      return refuse(`the name has ${text.length} characters; AWS allows ${MAX_NAME}`, "copy the name anew");
    }
    return refuseCharacters(text) ?? { ok: true, name: text };
  }
  const arn = parseSecretArn(text);
  if (arn === undefined) {
    return refuse(
      "this is not the ARN of a secret",
      "it looks like arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-abc123",
    );
  }
  const { region } = connection.fields;
  if (typeof region === "string" && (arn.region !== region || arn.partition !== partitionOf(region))) {
    return refuse(
      `the ARN is of ${arn.partition}, ${arn.region}; the connection is of ${partitionOf(region)}, ${region}`,
      "use a connection of that region",
    );
  }
  if (arn.resource.length > MAX_NAME + SUFFIX) {
    return refuse(`the ARN's name is longer than the ${MAX_NAME} characters that AWS allows`, "copy the ARN anew");
  }
  const refused = refuseCharacters(arn.resource);
  if (refused !== undefined) return refused;
  const own = connection.fields.accountId === arn.account;
  return { ok: true, name: own && !looksComplete(arn.resource) ? arn.resource : text };
}
