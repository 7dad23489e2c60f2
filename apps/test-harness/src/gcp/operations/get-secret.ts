import { Refusal } from "../refusal.ts";
import { checkRight, describe, type Operation, parentName } from "./operation.ts";

/** https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets/get */
export const getSecret: Operation = (target, _, context) => {
  checkRight("secretmanager.secrets.get", target, context);
  const secret = context.state.find(target.secret);
  if (!secret) {
    throw new Refusal("NOT_FOUND", `Secret [${parentName(context.place)}/secrets/${target.secret}] not found.`);
  }
  return describe(secret, context.place);
};
