import type { CatalogueView, ProfileView } from "@keyferry/core";
import { isKeyferryError } from "@keyferry/core/delivery";
import type { Invocation } from "../invocation.ts";
import { commandLine } from "../output/command-line.ts";
import { writeFailures } from "../output/failures.ts";
import { type AskedSetting, type ProfileDraft, saveProfile, shownSetting } from "./profile-draft.ts";
import { askProgram } from "./profile-program.ts";
import { askSetting } from "./profile-setting.ts";
import type { Choice, Prompter } from "./prompter.ts";
import { askName } from "./secret.ts";

type Next = AskedSetting | "save" | "more" | "program";

/** Asks for a whole profile. It is saved when the person says so, and not before: Ctrl-C leaves everything as it was. */
export async function askProfile(invocation: Invocation, prompter: Prompter): Promise<ProfileView> {
  const host = await invocation.keyferry();
  const catalogue = host.assistance.catalogue();
  const name = await askName("profile", "Name of the profile", undefined, host, prompter);
  const draft: ProfileDraft = { name, settings: new Map(), deliver: new Map(), secrets: [], asked: new Set() };
  await askGroup("What kind of job is it?", catalogue, draft, invocation, prompter);
  await askProgram(draft, invocation, prompter);
  for (;;) {
    const next = await askNext(catalogue, draft, prompter);
    if (next === "more") await askGroup("Which other settings?", catalogue, draft, invocation, prompter);
    else if (next === "program") await askProgram(draft, invocation, prompter);
    else if (next !== "save") await askSetting(next, draft, invocation, prompter);
    else {
      try {
        return await saveProfile(draft, host);
      } catch (error) {
        if (!isKeyferryError(error)) throw error;
        writeFailures(invocation.world.stderr, error.failures);
      }
    }
  }
}

/** Asks for the settings of one kind, its host first as the catalogue has it. */
async function askGroup(
  message: string,
  catalogue: readonly CatalogueView[],
  draft: ProfileDraft,
  invocation: Invocation,
  prompter: Prompter,
): Promise<void> {
  const groups = [...new Set(catalogue.map(({ group }) => group))];
  const choices: Choice<string | undefined>[] = groups.map((group) => ({
    name: group,
    value: group,
    description: namesOf(group, catalogue).join(", "),
  }));
  choices.push({
    name: "none of these",
    value: undefined,
    description: "a recipe with settings of its own, or a program alone",
  });
  const group = await prompter.choose({ message, choices });
  for (const entry of catalogue) if (entry.group === group) await askSetting(entry, draft, invocation, prompter);
}

function namesOf(group: string, catalogue: readonly CatalogueView[]): string[] {
  return catalogue.filter((entry) => entry.group === group).map(({ setting }) => setting.slice(group.length + 1));
}

/** Everything that there is so far, each to be changed; saving is what the cursor stands on. */
function askNext(catalogue: readonly CatalogueView[], draft: ProfileDraft, prompter: Prompter): Promise<Next> {
  const groups = new Set([...draft.settings.keys()].map((setting) => setting.split(".", 1)[0]));
  const known = catalogue.filter(({ group }) => groups.has(group));
  const more = draft.taken?.filter(({ setting }) => known.every((entry) => entry.setting !== setting)) ?? [];
  const settings = [...known, ...more].map(
    (entry): Choice<Next> => ({ name: entry.setting, value: entry, description: settingLine(entry, draft) }),
  );
  const program = draft.job ? commandLine(draft.job) : "none yet";
  const choices: Choice<Next>[] = [
    { name: `save ${draft.name}`, value: "save" },
    ...settings,
    { name: "settings of another kind", value: "more" },
    { name: "program", value: "program", description: program },
  ];
  return prompter.choose({ message: "Save it, or change something?", choices });
}

function settingLine({ setting }: AskedSetting, { settings, deliver }: ProfileDraft): string {
  const delivery = deliver.get(setting);
  return `${shownSetting(settings.get(setting))}${delivery ? ` -> ${delivery}` : ""}`;
}
