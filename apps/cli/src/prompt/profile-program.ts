import type { ProgramJob } from "@keyferry/core";
import type { ProfileDraft } from "./profile-draft.ts";
import type { Prompter } from "./prompter.ts";

/** Asks for the program that a profile runs, an argument at a time, and how it takes each setting. */
export async function askProgram(draft: ProfileDraft, prompter: Prompter): Promise<void> {
  const job = await askJob(draft.job, prompter);
  if (job === undefined) {
    delete draft.job;
    return;
  }
  draft.job = job;
  for (const [setting, value] of draft.settings) {
    const initial = draft.deliver.get(setting) ?? `env:${variableFor(setting)}`;
    const message = `How does ${job.program} take ${setting}? (${"secret" in value ? "secret" : "literal"}; empty: not at all)`;
    const delivery = await prompter.text({ message, initial, optional: true });
    if (delivery === "") draft.deliver.delete(setting);
    else draft.deliver.set(setting, delivery);
  }
}

async function askJob(before: ProgramJob | undefined, prompter: Prompter): Promise<ProgramJob | undefined> {
  const message = "Program that runs the job (empty: none yet)";
  const program = await prompter.text({ message, initial: before?.program, optional: true });
  if (program === "") return undefined;
  const args: string[] = [];
  for (;;) {
    const number = args.length + 1;
    const initial = before?.args[args.length];
    const argument = await prompter.text({ message: `Argument ${number} (empty: no more)`, initial, optional: true });
    if (argument === "") return { program, args };
    args.push(argument);
  }
}

/** `source/sftp.private-key` → `SOURCE_SFTP_PRIVATE_KEY`. */
function variableFor(setting: string): string {
  return setting.replace(/[^A-Za-z0-9]+/g, "_").toUpperCase();
}
