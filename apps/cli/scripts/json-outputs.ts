/** What a command prints with `--json`: an exported type of src/json.ts, or a list of it. */
export interface JsonOutput {
  readonly type: string;
  readonly list?: true;
}

/** Every command that has `--json`. A test compares; `npx -y pnpm@10.34.9 run docs` writes a schema for each. */
export const JSON_OUTPUTS: Readonly<Record<string, JsonOutput>> = {
  "provider list": { type: "ProviderJson", list: true },
  "connection list": { type: "ConnectionJson", list: true },
  "connection show": { type: "ConnectionJson" },
  "connection check": { type: "ConnectionCheckJson" },
  "connection names": { type: "RemoteSecretJson", list: true },
  "connection import": { type: "ConnectionImportJson" },
  "connection status": { type: "LoginJson" },
  "secret list": { type: "SecretJson", list: true },
  "secret show": { type: "SecretJson" },
  "secret keys": { type: "KeysJson" },
  "secret import": { type: "SecretImportJson" },
  "profile list": { type: "ProfileJson", list: true },
  "profile show": { type: "ProfileJson" },
  "profile settings": { type: "SettingJson", list: true },
  "profile import": { type: "ProfileImportJson" },
  "recipe list": { type: "RecipeJson", list: true },
  "recipe show": { type: "RecipeJson" },
  "audit list": { type: "AuditRunJson", list: true },
  "audit show": { type: "AuditRunJson" },
  "audit verify": { type: "AuditVerificationJson" },
  impact: { type: "ImpactJson" },
  drift: { type: "DriftJson" },
  doctor: { type: "FindingJson", list: true },
  schedule: { type: "ScheduleJson" },
  run: { type: "RunPlanJson" },
  check: { type: "OutcomeJson", list: true },
  policy: { type: "PolicyJson", list: true },
};
