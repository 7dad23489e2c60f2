import { type Define, examples } from "../command.ts";
import { candidates } from "../completion/candidates.ts";
import { isShell, SCRIPTS } from "../completion/scripts.ts";
import { quotedForBash, typedLine, typedWords } from "../completion/typed.ts";
import { printable } from "../output/printable.ts";
import { usageError } from "../usage-error.ts";

/** `completion SHELL`, and `completion --reply SHELL -- WORDS`, which the shell's script asks. */
export const define: Define = (command, invocation) => {
  command
    .argument("<shell>", "bash, zsh, fish or powershell")
    .usage("<shell>")
    .option("--reply", "print what could stand at the cursor (for the script alone)")
    .addHelpText(
      "after",
      `${examples(
        "keyferry completion fish | source",
        "source <(keyferry completion bash)",
        "source <(keyferry completion zsh)",
        "keyferry completion powershell | Out-String | Invoke-Expression",
      )}\nPut the line into the shell's own start file. Names of connections, secrets, profiles and settings are completed from what\nis defined here; no manager is asked.\n`,
    )
    .action(async (shell: string, options: { readonly reply?: true }) => {
      if (!isShell(shell)) {
        throw usageError("there is no completion for this shell", `write one of ${Object.keys(SCRIPTS).join(", ")}`);
      }
      if (!options.reply) return invocation.print(SCRIPTS[shell]);
      const tail = invocation.tail ?? [];
      const typed = shell === "bash" ? typedLine(tail[0] ?? "") : typedWords(tail);
      // Whatever is wrong with the settings, a tab is no place to say it.
      const found = await candidates(typed, invocation).catch(() => []);
      if (found === undefined) return invocation.print(":files\n");
      for (const { text, description } of found) {
        const shown = description ? `\t${printable(description)}` : "";
        const rest = text.slice(typed.kept);
        invocation.print(`${typed.quote === undefined ? rest : quotedForBash(rest, typed.quote)}${shown}\n`);
      }
    });
};
