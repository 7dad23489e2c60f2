import { crc32c } from "../crc32c.ts";
import { Refusal } from "../refusal.ts";
import { checkRight, type Operation, parentName } from "./operation.ts";

/** https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets.versions/access */
export const accessSecretVersion: Operation = (target, _, context) => {
  checkRight("secretmanager.versions.access", target, context);
  const name = `${parentName(context.place)}/secrets/${target.secret}`;
  const secret = context.state.find(target.secret);
  if (!secret || secret.versions.length === 0) {
    throw new Refusal("NOT_FOUND", `Secret [${name}] not found or has no versions.`);
  }
  const version = context.state.version(target.secret, target.version);
  if (!version) throw new Refusal("NOT_FOUND", `Secret Version [${name}/versions/${target.version}] not found.`);
  const versionName = `${name}/versions/${version.number}`;
  if (version.state !== "enabled") {
    const what = `Secret Version [${versionName}] is in ${version.state.toUpperCase()} state.`;
    throw new Refusal("FAILED_PRECONDITION", what);
  }
  const fault = context.faults.take("value", "AccessSecretVersion")?.kind;
  const sent = Buffer.from(version.bytes);
  if (fault === "damage") sent[0] = (sent[0] ?? 0) ^ 1;
  return {
    name: fault === "other-version" ? `${name}/versions/${version.number + 1}` : versionName,
    payload: {
      data: sent.toString("base64"),
      ...(fault === "no-checksum" ? {} : { dataCrc32c: String(crc32c(version.bytes)) }),
    },
  };
};
