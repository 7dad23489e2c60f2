import { ProviderError } from "@keyferry/core/provider";
import type { GcpConnection } from "./connection.ts";
import { checkGoogleUrl, checkUniverse } from "./google-url.ts";
import { asRecord, type JsonRecord, textOf } from "./json-record.ts";
import { readUrl } from "./local-url.ts";
import type { Allowed, FederatedLogin } from "./login.ts";
import { refuse, unusable } from "./refuse.ts";

function only(json: JsonRecord, ...members: readonly string[]): JsonRecord {
  return Object.fromEntries(members.filter((name) => Object.hasOwn(json, name)).map((name) => [name, json[name]]));
}

/** The address that the subject's token comes from. It is hardly ever Google's, so the person names its host. */
function checkSubjectUrl(text: string, { subjectTokenUrl }: Allowed): string {
  const url = readUrl("credential_source.url of the credential", text);
  if (subjectTokenUrl !== undefined && url.origin === readUrl("subjectTokenUrl", subjectTokenUrl).origin) return text;
  return refuse(
    "the credential fetches its token from a host that the connection does not name",
    "look at credential_source.url; where it is meant, set subjectTokenUrl to its host",
  );
}

function readSource(
  source: JsonRecord,
  allowed: Allowed,
): Pick<FederatedLogin, "source"> & { readonly given: JsonRecord } {
  if (Object.hasOwn(source, "executable")) {
    if (!allowed.executable) {
      refuse("the credential runs a program, and the connection does not allow one", "set allowExecutable=true");
    }
    const program = asRecord(source.executable) ?? {};
    return { source: "executable", given: { executable: only(program, "command", "timeout_millis", "output_file") } };
  }
  const environment = textOf(source, "environment_id");
  if (environment !== undefined) {
    // Without its addresses: the metadata server's are link-local, where no request of ours goes.
    return { source: "aws", given: only(source, "environment_id", "regional_cred_verification_url") };
  }
  const url = textOf(source, "url");
  if (url !== undefined) {
    return { source: "url", given: { ...only(source, "headers", "format"), url: checkSubjectUrl(url, allowed) } };
  }
  if (textOf(source, "file") !== undefined) return { source: "file", given: only(source, "file", "format") };
  throw new ProviderError({
    code: "unsupported",
    message: "the credential takes its token from a source that is not supported",
    hint: "use a file, a url, an executable or AWS's variables",
  });
}

/** Checks an external_account file. Throws a `ProviderError` (`invalid-connection`, `unauthenticated`, `unsupported`). */
export function readFederated(json: JsonRecord, settings: GcpConnection, allowed: Allowed): FederatedLogin {
  const WHOLE = "give the whole JSON file that gcloud wrote, unchanged";
  if (json.type !== "external_account") unusable("this is not the file of an external account", WHOLE);
  const audience = textOf(json, "audience");
  const source = asRecord(json.credential_source);
  if (audience === undefined || source === undefined) return unusable("the file is not whole", WHOLE);
  checkUniverse(textOf(json, "universe_domain"), settings);
  const tokenUrl = textOf(json, "token_url") ?? settings.tokenUri?.href ?? `https://sts.${settings.universe}/v1/token`;
  const actsAs = textOf(json, "service_account_impersonation_url");
  const { given, source: kind } = readSource(source, allowed);
  const known = only(
    json,
    ...["type", "audience", "subject_token_type", "client_id", "client_secret", "quota_project_id", "universe_domain"],
    ...["workforce_pool_user_project", "service_account_impersonation"],
  );
  const impersonation =
    actsAs === undefined
      ? {}
      : {
          service_account_impersonation_url: checkGoogleUrl(
            "service_account_impersonation_url",
            actsAs,
            "iamcredentials",
            settings,
          ).href,
        };
  return {
    kind: "federated",
    source: kind,
    options: {
      ...known,
      ...impersonation,
      token_url: checkGoogleUrl("token_url", tokenUrl, "sts", settings).href,
      credential_source: given,
    },
    principal: /serviceAccounts\/([^/:]{1,255}):generateAccessToken$/.exec(actsAs ?? "")?.[1] ?? audience,
  };
}
