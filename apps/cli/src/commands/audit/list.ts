import type { AuditRunView } from "@keyferry/core";
import { InvalidArgumentError } from "commander";
import { type Define, examples } from "../../command.ts";
import type { AuditRunJson } from "../../json.ts";
import { sayAuditFault } from "../../output/audit-fault.ts";
import { outcomeText } from "../../output/outcome-text.ts";
import { type ListOptions, printList } from "../list.ts";

interface Options extends ListOptions {
  readonly profile?: string;
  readonly last: number;
  readonly all?: true;
}

const LAST = 50;

/** `audit list [--profile NAME] [--last N | --all]` */
export const define: Define = (command, invocation) => {
  command
    .option("--profile <name>", "the runs of one profile, by the name that it had then")
    .option("--last <number>", "how many of the newest runs", count, LAST)
    .option("--all", "all runs")
    .option("--json", "print JSON")
    .addHelpText("after", examples("keyferry audit list", "keyferry audit list --profile nightly --last 5 --json"))
    .action(async ({ profile, last, all, json }: Options) => {
      const { audits } = await invocation.keyferry();
      const listing = await audits.list({
        ...(all ? {} : { last }),
        ...(profile === undefined ? {} : { profile }),
      });
      sayAuditFault(invocation, listing.fault);
      printList<AuditRunJson>(invocation, json ? { json } : {}, listing.runs, {
        none: "no run is in the audit yet",
        columns: [
          { title: "TIME", cell: ({ time }) => time },
          { title: "RUN", cell: ({ run }) => run.slice(0, 12) },
          { title: "USER", cell: ({ who }) => `${who.user}@${who.host}` },
          { title: "PROFILE", cell: ({ profile, purpose }) => profile?.name ?? `(${purpose})` },
          { title: "SECRETS", cell: secrets },
          { title: "OUTCOME", cell: outcomeText },
          { title: "REASON", cell: ({ reason }) => reason },
        ],
      });
    });
};

function secrets({ uses }: AuditRunView): string {
  const texts = uses.map(({ secret, version }) => (version === undefined ? secret : `${secret} (${version})`));
  const shown = [...new Set(texts)];
  return shown.length > 3 ? `${shown.slice(0, 3).join(", ")} and ${shown.length - 3} more` : shown.join(", ");
}

function count(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError("write a number from 1 on");
}
