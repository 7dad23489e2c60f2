import type { Keyferry } from "@keyferry/core";
import type { Invocation } from "../invocation.ts";
import type { Candidate } from "./candidates.ts";

/** Names that are known here. What a manager calls its secrets is asked of no manager because of a tab. */
type Kind = keyof typeof SOURCES;

const SHELLS = ["bash", "zsh", "fish", "powershell"] as const;
const GROUPS: readonly string[] = ["connection", "secret", "profile"];

const connections = async (host: Keyferry): Promise<Candidate[]> =>
  (await host.assistance.connections()).map(({ name, provider }) => ({ text: name, description: provider }));
const secrets = async (host: Keyferry): Promise<Candidate[]> =>
  (await host.secrets.list()).map(({ name, type }) => ({ text: name, description: type }));

const SOURCES = {
  connection: connections,
  secret: secrets,
  profile: async ({ profiles }: Keyferry) => (await profiles.list()).map(({ name }) => ({ text: name })),
  /** What `impact` speaks of. */
  affected: async (host: Keyferry) => [...(await secrets(host)), ...(await connections(host))],
  recipe: async ({ recipes }: Keyferry) =>
    (await recipes.list()).map(({ id, displayName }) => ({ text: id, description: displayName })),
  setting: async ({ assistance }: Keyferry) => settings(assistance, ""),
  "setting=": async ({ assistance }: Keyferry) => settings(assistance, "="),
  provider: async ({ providers }: Keyferry) =>
    (await providers.list()).map(({ id, package: name }) => ({ text: id, description: name })),
  type: async () => ["username", "password", "private-key"].map((text) => ({ text })),
  shell: async () => SHELLS.map((text) => ({ text })),
} satisfies Record<string, (host: Keyferry) => Promise<readonly Candidate[]>>;

function settings({ catalogue }: Keyferry["assistance"], end: string): Candidate[] {
  return catalogue().map(({ setting, description }) => ({ text: `${setting}${end}`, description }));
}

const OPTIONS: Readonly<Record<string, Kind | "file">> = {
  "--settings": "file",
  "--env-file": "file",
  "--connection": "connection",
  "--provider": "provider",
  "--type": "type",
  "--recipe": "recipe",
  "--profile": "profile",
  "--bind": "setting=",
  "--deliver": "setting=",
};

/** What an option's value names. */
export function kindOfOption(long: string): Kind | "file" | undefined {
  return OPTIONS[long];
}

/** What a command's argument names. `NAME` is a thing of the command's own group, but not where it is a new one. */
export function kindOfArgument(path: readonly string[], name: string): Kind | undefined {
  const [group = "", command] = path;
  if (group === "impact") return "affected";
  if (name === "name") return command !== "create" && command !== "import" && isKind(group) ? group : undefined;
  if (name.startsWith("setting=")) return "setting=";
  return GROUPS.includes(name) || ["setting", "recipe", "shell"].includes(name) ? (name as Kind) : undefined;
}

function isKind(group: string): group is "connection" | "secret" | "profile" {
  return GROUPS.includes(group);
}

/** The names of a kind. */
export async function namesOf(kind: Kind, invocation: Invocation): Promise<readonly Candidate[]> {
  return SOURCES[kind](await invocation.keyferry());
}
