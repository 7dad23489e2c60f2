import { createPrivateKey } from "node:crypto";
import type { GcpConnection } from "./connection.ts";
import { checkUniverse } from "./google-url.ts";
import { type JsonRecord, textOf } from "./json-record.ts";
import type { KeyLogin } from "./login.ts";
import { refuse, unusable } from "./refuse.ts";
import { PROJECT_PATTERN } from "./resource.ts";

const WHOLE = "give the whole JSON file that Google made for the key, unchanged";

function isPrivateKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === "rsa";
  } catch {
    return false;
  }
}

/**
 * Checks a service account's key (https://cloud.google.com/iam/docs/keys-create-delete). `token_uri` must be the one that
 * Google writes, or the connection's own: a changed one would send what the key signs elsewhere.
 */
export function readKey(json: JsonRecord, settings: GcpConnection): KeyLogin {
  if (json.type !== "service_account") unusable("this is not the key of a service account", WHOLE);
  const email = textOf(json, "client_email");
  const privateKey = textOf(json, "private_key");
  if (email === undefined || privateKey === undefined) return unusable("the key is not whole", WHOLE);
  if (!/^[a-z0-9.-]{1,100}@[a-z0-9.:-]{1,150}$/.test(email)) unusable("client_email of the key is no address", WHOLE);
  checkUniverse(textOf(json, "universe_domain"), settings);
  const { tokenUri, universe } = settings;
  const given = textOf(json, "token_uri");
  if (given !== undefined && given !== `https://oauth2.${universe}/token` && given !== tokenUri?.href) {
    refuse("token_uri of the key is not Google's: the login would be sent there", WHOLE);
  }
  if (!isPrivateKey(privateKey)) unusable("private_key of the key is damaged, or not one", WHOLE);
  const keyId = textOf(json, "private_key_id");
  const project = textOf(json, "project_id");
  return {
    kind: "key",
    email,
    privateKey,
    ...(keyId === undefined ? {} : { keyId }),
    ...(project !== undefined && new RegExp(`^(?:${PROJECT_PATTERN})$`).test(project) ? { project } : {}),
    ...(tokenUri === undefined ? {} : { tokenUri }),
  };
}
