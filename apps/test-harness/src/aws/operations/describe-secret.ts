import { requiredString } from "./input.ts";
import { findAllowed, type Operation } from "./operation.ts";
import { secretDescription } from "./secret-description.ts";

/** Answers for a secret that is marked for deletion too: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html */
export const describeSecret: Operation = (input, context) =>
  secretDescription(findAllowed(requiredString(input, "SecretId"), "DescribeSecret", context));
