import type { ProfileChange, ProfileImport, SlotView } from "@keyferry/core";
import { bindPairs, collect } from "../../args/pairs.ts";
import { type Define, examples } from "../../command.ts";
import { type ConfirmOptions, confirmed } from "../../confirm.ts";
import { foreignFile } from "../../foreign-file.ts";
import type { Invocation } from "../../invocation.ts";
import type { ProfileImportJson } from "../../json.ts";
import { commandLine, receiverOf } from "../../output/command-line.ts";
import { jsonText } from "../../output/printable.ts";
import { table } from "../../output/table.ts";

interface Options extends ConfirmOptions {
  readonly name?: string;
  readonly bind: readonly string[];
  readonly acceptProgram?: true;
  readonly json?: true;
}

/** `profile import FILE` */
export const define: Define = (command, invocation) => {
  command
    .argument("<file>", "a file that profile export wrote")
    .option("--name <name>", "another name for the profile")
    .option("--bind <setting=secret>", "use a secret of yours in a slot (again for another)", collect, [])
    .option("--accept-program", "take the program that the file runs, too")
    .option("--dry-run", "show what it would do, and write nothing")
    .option("--yes", "write without asking")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `${examples(
        "keyferry profile import nightly.json --dry-run",
        "keyferry profile import nightly.json --bind sftp.password=nas-password --yes",
      )}\nSlots stay unbound unless you bind them. Where a literal, the job or a delivery changes, every slot is unbound.\n`,
    )
    .action(async (file: string, options: Options) => {
      const { profiles } = await invocation.keyferry();
      const input = {
        file: await foreignFile(file),
        bind: bindPairs(options.bind),
        ...(options.name === undefined ? {} : { name: options.name }),
        ...(options.acceptProgram ? { acceptProgram: true } : {}),
      };
      const plan: ProfileImportJson = await profiles.planImport(input);
      if (options.json) invocation.print(jsonText(plan));
      else show(invocation, plan);
      if (!(await confirmed(invocation, options, `Import the profile ${plan.profile}?`))) {
        return invocation.say("nothing was imported");
      }
      const { profile, replaces, slots } = await profiles.import({ ...input, revision: plan.revision });
      invocation.say(`profile ${profile} ${replaces ? "changed" : "created"}`);
      await sayMissingRecipe(invocation, plan);
      for (const { setting, bound } of slots) {
        if (bound === undefined)
          invocation.say(
            `unbound: ${commandLine({ program: "keyferry", args: ["profile", "use", profile, setting] })} SECRET`,
          );
      }
    });
};

/** It may come later: until then the profile does not run. */
async function sayMissingRecipe(invocation: Invocation, { job }: ProfileImport): Promise<void> {
  if (job === undefined || !("recipe" in job)) return;
  const { recipes } = await invocation.keyferry();
  if ((await recipes.list()).some(({ id }) => id === job.recipe)) return;
  invocation.say(`warning: the recipe ${job.recipe} is not here: keyferry recipe list shows those that are`);
}

function show(invocation: Invocation, plan: ProfileImport): void {
  const { stdout } = invocation.world;
  const { changes, slots, leftOut, job } = plan;
  const parts = [`${plan.replaces ? "changes" : "makes"} the profile ${plan.profile}\n`];
  if (changes.length > 0) {
    parts.push(
      table<ProfileChange>(
        stdout,
        [
          { title: "CHANGE", cell: ({ what }) => what },
          { title: "SETTING", cell: ({ setting }) => setting },
          { title: "BEFORE", cell: ({ before }) => before },
          { title: "AFTER", cell: ({ after }) => after },
        ],
        changes,
      ),
    );
  }
  if (slots.length > 0) {
    parts.push(
      table<SlotView>(
        stdout,
        [
          { title: "SLOT", cell: ({ setting }) => setting },
          { title: "TYPE", cell: ({ type }) => type },
          { title: "THERE", cell: ({ secret }) => secret },
          { title: "HERE", cell: ({ bound }) => bound ?? "unbound" },
          { title: "GOES TO", cell: ({ host }) => host ?? (job ? receiverOf(job) : "no program yet") },
          { title: "FITTING", cell: ({ fitting }) => fitting.join(", ") },
        ],
        slots,
      ),
    );
  }
  invocation.print(parts.join("\n"));
  if (leftOut)
    invocation.say(
      `left out: ${"recipe" in leftOut ? "" : "the program "}${commandLine(leftOut)} (--accept-program takes it)`,
    );
}
