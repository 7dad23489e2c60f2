import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { ProviderError } from "@keyferry/core/provider";
import type { GcpConnection } from "./connection.ts";
import { readFederated } from "./federation.ts";
import { checkGoogleUrl, checkUniverse } from "./google-url.ts";
import { asRecord, type JsonRecord, parseRecord, textOf } from "./json-record.ts";
import type { Allowed, ImpersonatedLogin, Login, UserLogin } from "./login.ts";
import { unusable } from "./refuse.ts";
import { readKey } from "./service-account-key.ts";

const AGAIN = "run `gcloud auth application-default login`, or check GOOGLE_APPLICATION_CREDENTIALS";

/** Where gcloud keeps its login: https://cloud.google.com/docs/authentication/application-default-credentials#personal */
function ownFile(): string | undefined {
  const { CLOUDSDK_CONFIG, APPDATA } = process.env;
  try {
    const folder =
      CLOUDSDK_CONFIG ||
      (process.platform === "win32" ? join(APPDATA ?? homedir(), "gcloud") : join(homedir(), ".config", "gcloud"));
    return join(folder, "application_default_credentials.json");
  } catch {
    // In a container, the user may have only a number, and no home folder.
    return undefined;
  }
}

async function read(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new ProviderError({
      code: "unauthenticated",
      message: "the file of the application default credentials cannot be read",
      hint: "check that this user may read it",
    });
  }
}

function readUser(json: JsonRecord, settings: GcpConnection): UserLogin {
  const clientId = textOf(json, "client_id");
  const clientSecret = textOf(json, "client_secret");
  const refreshToken = textOf(json, "refresh_token");
  if (clientId === undefined || clientSecret === undefined || refreshToken === undefined) {
    return unusable("the login of gcloud is not whole", AGAIN);
  }
  checkUniverse(textOf(json, "universe_domain"), settings);
  const quotaProject = textOf(json, "quota_project_id");
  return {
    kind: "user",
    clientId,
    clientSecret,
    refreshToken,
    tokenUrl: settings.tokenUri ?? new URL(`https://oauth2.${settings.universe}/token`),
    ...(quotaProject === undefined ? {} : { quotaProject }),
  };
}

function readImpersonated(json: JsonRecord, settings: GcpConnection, allowed: Allowed): ImpersonatedLogin {
  const text = textOf(json, "service_account_impersonation_url");
  const inner = asRecord(json.source_credentials);
  if (text === undefined || inner === undefined) return unusable("the login of gcloud is not whole", AGAIN);
  const source = readCredential(inner, settings, allowed);
  if (source.kind === "impersonated" || source.kind === "machine") {
    return unusable("the login of gcloud acts as an account that acts as another", "list the others as delegates");
  }
  const url = checkGoogleUrl("service_account_impersonation_url", text, "iamcredentials", settings);
  const principal = /serviceAccounts\/([^/:]{1,255}):generateAccessToken$/.exec(url.pathname)?.[1];
  if (principal === undefined) return unusable("the login of gcloud names no service account", AGAIN);
  const delegates = Array.isArray(json.delegates) ? json.delegates.filter((one) => typeof one === "string") : [];
  return { kind: "impersonated", url, principal: decodeURIComponent(principal), delegates, source };
}

function readCredential(json: JsonRecord, settings: GcpConnection, allowed: Allowed): Login {
  switch (json.type) {
    case "authorized_user":
      return readUser(json, settings);
    case "service_account":
      return readKey(json, settings);
    case "external_account":
      return readFederated(json, settings, allowed);
    case "impersonated_service_account":
      return readImpersonated(json, settings, allowed);
    default:
      throw new ProviderError({
        code: "unsupported",
        message: "the application default credentials are of a kind that is not supported",
        hint: AGAIN,
      });
  }
}

/**
 * Finds the application default credentials in the order of
 * https://cloud.google.com/docs/authentication/application-default-credentials, and checks each file as if it were given
 * to the connection: the SDK's own search would send a login wherever a file says.
 */
export async function readAmbient(settings: GcpConnection, allowed: Allowed): Promise<Login> {
  const named = process.env.GOOGLE_APPLICATION_CREDENTIALS;
  const path = named || ownFile();
  const text = path === undefined ? undefined : await read(path);
  if (text === undefined) {
    if (named) unusable("GOOGLE_APPLICATION_CREDENTIALS names a file that does not exist", AGAIN);
    return { kind: "machine" };
  }
  return readCredential(
    parseRecord(text) ?? unusable("the application default credentials are not JSON", AGAIN),
    settings,
    allowed,
  );
}
