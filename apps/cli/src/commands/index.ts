import type { Define } from "../command.ts";

/** A command as the help lists it. Its module is loaded when it is chosen. */
export interface Entry {
  readonly name: string;
  readonly summary: string;
  /** It takes a program behind `--`. */
  readonly program?: true;
  readonly load: () => Promise<{ readonly define: Define }>;
}

/** Commands about one thing. */
export interface Group {
  readonly name: string;
  readonly summary: string;
  readonly commands: readonly Entry[];
}

const connection: Group = {
  name: "connection",
  summary: "connections to secrets managers",
  commands: [
    { name: "create", summary: "define a connection", load: () => import("./connection/create.ts") },
    { name: "list", summary: "list the connections", load: () => import("./connection/list.ts") },
    { name: "show", summary: "show a connection", load: () => import("./connection/show.ts") },
    { name: "rename", summary: "give a connection another name", load: () => import("./connection/rename.ts") },
    { name: "modify", summary: "change a connection", load: () => import("./connection/modify.ts") },
    { name: "delete", summary: "delete an unused connection", load: () => import("./connection/delete.ts") },
    { name: "check", summary: "prove a connection's login", load: () => import("./connection/check.ts") },
    { name: "login", summary: "seal a connection's credentials here", load: () => import("./connection/login.ts") },
    {
      name: "logout",
      summary: "delete a connection's sealed credentials",
      load: () => import("./connection/logout.ts"),
    },
    { name: "status", summary: "show where a login comes from", load: () => import("./connection/status.ts") },
    {
      name: "rewrap",
      summary: "move all sealed logins to another keeper",
      load: () => import("./connection/rewrap.ts"),
    },
    {
      name: "names",
      summary: "list the manager's secrets, never their values",
      load: () => import("./connection/names.ts"),
    },
    {
      name: "export",
      summary: "write a connection as a file for others",
      load: () => import("./connection/export.ts"),
    },
    {
      name: "import",
      summary: "define a connection by an exported file",
      load: () => import("./connection/import.ts"),
    },
  ],
};

const secret: Group = {
  name: "secret",
  summary: "definitions of secrets",
  commands: [
    { name: "create", summary: "define a secret", load: () => import("./secret/create.ts") },
    { name: "list", summary: "list the defined secrets", load: () => import("./secret/list.ts") },
    { name: "show", summary: "show a secret's definition", load: () => import("./secret/show.ts") },
    { name: "rename", summary: "give a secret another name of our own", load: () => import("./secret/rename.ts") },
    { name: "modify", summary: "change a secret's definition", load: () => import("./secret/modify.ts") },
    { name: "import", summary: "define many secrets at once", load: () => import("./secret/import.ts") },
    { name: "describe", summary: "describe a secret", load: () => import("./secret/describe.ts") },
    { name: "delete", summary: "delete an unused definition", load: () => import("./secret/delete.ts") },
    { name: "keys", summary: "list the key names of a remote secret", load: () => import("./secret/keys.ts") },
  ],
};

const profile: Group = {
  name: "profile",
  summary: "profiles: the settings of jobs",
  commands: [
    { name: "create", summary: "make a profile", program: true, load: () => import("./profile/create.ts") },
    { name: "list", summary: "list the profiles", load: () => import("./profile/list.ts") },
    { name: "show", summary: "show a profile", load: () => import("./profile/show.ts") },
    {
      name: "settings",
      summary: "list the settings that a profile can have",
      load: () => import("./profile/settings.ts"),
    },
    { name: "set", summary: "give a setting a literal value", load: () => import("./profile/set.ts") },
    { name: "unset", summary: "take a literal value away", load: () => import("./profile/unset.ts") },
    { name: "use", summary: "use a secret in a setting", load: () => import("./profile/use.ts") },
    { name: "stop-using", summary: "stop using a secret in a setting", load: () => import("./profile/stop-using.ts") },
    {
      name: "job",
      summary: "set the program that a profile runs",
      program: true,
      load: () => import("./profile/job.ts"),
    },
    { name: "rename", summary: "give a profile another name", load: () => import("./profile/rename.ts") },
    { name: "duplicate", summary: "copy a profile", load: () => import("./profile/duplicate.ts") },
    { name: "delete", summary: "delete a profile", load: () => import("./profile/delete.ts") },
    { name: "export", summary: "write a profile as a file for others", load: () => import("./profile/export.ts") },
    {
      name: "import",
      summary: "make or change a profile by an exported file",
      load: () => import("./profile/import.ts"),
    },
    { name: "deliver", summary: "say how the program takes a setting", load: () => import("./profile/deliver.ts") },
    { name: "limit", summary: "limit a profile's runs in time and number", load: () => import("./profile/limit.ts") },
  ],
};

const provider: Group = {
  name: "provider",
  summary: "the providers of secrets managers",
  commands: [{ name: "list", summary: "list the providers", load: () => import("./provider/list.ts") }],
};

const audit: Group = {
  name: "audit",
  summary: "who resolved what, when and why",
  commands: [
    { name: "list", summary: "list the runs", load: () => import("./audit/list.ts") },
    { name: "show", summary: "show a run", load: () => import("./audit/show.ts") },
    { name: "verify", summary: "prove that no record was changed or removed", load: () => import("./audit/verify.ts") },
  ],
};

const recipe: Group = {
  name: "recipe",
  summary: "recipes: what is known of real programs",
  commands: [
    { name: "list", summary: "list the recipes", load: () => import("./recipe/list.ts") },
    { name: "show", summary: "show what a recipe takes, and which way", load: () => import("./recipe/show.ts") },
  ],
};

const helper: Group = {
  name: "helper",
  summary: "answers for programs that ask a helper for a login",
  commands: [
    { name: "git-credential", summary: "answer git", load: () => import("./helper/git-credential.ts") },
    { name: "docker-credential", summary: "answer docker", load: () => import("./helper/docker-credential.ts") },
    { name: "aws-credentials", summary: "answer AWS tools", load: () => import("./helper/aws-credentials.ts") },
  ],
};

/** Everything that `keyferry` can do, in the order of its help. */
export const COMMANDS: readonly (Group | Entry)[] = [
  provider,
  connection,
  secret,
  profile,
  recipe,
  { name: "run", summary: "run a job with its secrets", program: true, load: () => import("./run.ts") },
  { name: "check", summary: "prove that the secrets of profiles can be read", load: () => import("./check.ts") },
  {
    name: "completion",
    summary: "print the completion script of a shell",
    program: true,
    load: () => import("./completion.ts"),
  },
  { name: "doctor", summary: "look for what is wrong with this setup", load: () => import("./doctor.ts") },
  { name: "policy", summary: "print the least rights that a profile needs", load: () => import("./policy.ts") },
  { name: "impact", summary: "show who uses a secret or a connection", load: () => import("./impact.ts") },
  { name: "schedule", summary: "print what runs a profile at fixed times", load: () => import("./schedule.ts") },
  { name: "drift", summary: "show what has not yet run on the newest version", load: () => import("./drift.ts") },
  audit,
  helper,
];
