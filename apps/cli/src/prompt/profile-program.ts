import type { Keyferry, ProgramJob, RecipeView } from "@keyferry/core";
import type { Invocation } from "../invocation.ts";
import type { ProfileDraft } from "./profile-draft.ts";
import { askSetting } from "./profile-setting.ts";
import type { Choice, Prompter } from "./prompter.ts";

type Runner = RecipeView | "program" | undefined;

/** Asks for what a profile runs: a recipe that takes its settings, or a program and how it takes each of them. */
export async function askProgram(draft: ProfileDraft, invocation: Invocation, prompter: Prompter): Promise<void> {
  const runner = await askRunner(draft, await invocation.keyferry(), prompter);
  delete draft.job;
  delete draft.taken;
  if (runner === undefined) return;
  if (runner !== "program") {
    draft.taken = runner.settings;
    for (const entry of runner.settings) {
      // What was left out before is not wanted, unless the recipe cannot do without it.
      const open = !draft.settings.has(entry.setting) && (entry.required || !draft.asked.has(entry.setting));
      if (open) await askSetting(entry, draft, invocation, prompter);
    }
    draft.job = { recipe: runner.id, args: await askArguments(prompter) };
    // The recipe knows the way of each value.
    draft.deliver.clear();
    return;
  }
  const job = await askJob(prompter);
  if (job === undefined) return;
  draft.job = job;
  for (const [setting, value] of draft.settings) {
    const initial = draft.deliver.get(setting) ?? `env:${variableFor(setting)}`;
    const message = `How does ${job.program} take ${setting}? (${"secret" in value ? "secret" : "literal"}; empty: not at all)`;
    const delivery = await prompter.text({ message, initial, optional: true });
    if (delivery === "") draft.deliver.delete(setting);
    else draft.deliver.set(setting, delivery);
  }
}

/** Only recipes that take every setting are offered: the others would leave one out in silence. What else they take is asked for then. */
async function askRunner({ settings }: ProfileDraft, { recipes }: Keyferry, prompter: Prompter): Promise<Runner> {
  const fitting = (await recipes.list()).filter((recipe) => {
    const takes = new Set(recipe.settings.map(({ setting }) => setting));
    return [...settings.keys()].every((setting) => takes.has(setting));
  });
  if (fitting.length === 0) return "program";
  const choices = [
    { name: "a program of your own", value: "program" as const },
    ...fitting.map((recipe): Choice<Runner> => {
      const open = recipe.settings.filter(({ setting, required }) => required && !settings.has(setting));
      const needs = open.length === 0 ? "" : ` (needs ${open.map(({ setting }) => setting).join(", ")} too)`;
      return { name: recipe.id, value: recipe, description: `${recipe.displayName}${needs}` };
    }),
    { name: "nothing yet", value: undefined },
  ];
  return prompter.choose<Runner>({ message: "What runs the job?", choices });
}

async function askJob(prompter: Prompter): Promise<ProgramJob | undefined> {
  const program = await prompter.text({ message: "Program that runs the job (empty: none yet)", optional: true });
  return program === "" ? undefined : { program, args: await askArguments(prompter) };
}

async function askArguments(prompter: Prompter): Promise<string[]> {
  const args: string[] = [];
  for (;;) {
    const message = `Argument ${args.length + 1} (empty: no more)`;
    const argument = await prompter.text({ message, optional: true });
    if (argument === "") return args;
    args.push(argument);
  }
}

/** `source/sftp.private-key` → `SOURCE_SFTP_PRIVATE_KEY`. */
function variableFor(setting: string): string {
  return setting.replace(/[^A-Za-z0-9]+/g, "_").toUpperCase();
}
