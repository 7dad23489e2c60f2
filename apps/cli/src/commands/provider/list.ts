import { type Define, examples } from "../../command.ts";
import type { ProviderJson } from "../../json.ts";
import { type ListOptions, printList } from "../list.ts";

/** `provider list` */
export const define: Define = (command, invocation) => {
  command
    .option("--json", "print JSON")
    .addHelpText("after", examples("keyferry provider list", "keyferry provider list --json"))
    .action(async (options: ListOptions) => {
      const { providers } = await invocation.keyferry();
      printList<ProviderJson>(invocation, options, await providers.list(), {
        none: "no provider is installed or used here; npm install @keyferry/provider-aws installs one",
        columns: [
          { title: "PROVIDER", cell: ({ id }) => id },
          { title: "PACKAGE", cell: (provider) => provider.package },
          { title: "VERSION", cell: ({ version }) => version },
          { title: "INSTALLED", cell: ({ installed, install }) => (installed ? "yes" : `no: ${install ?? ""}`) },
        ],
      });
    });
};
