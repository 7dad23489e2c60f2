import { type Define, examples } from "../command.ts";
import { candidates } from "../completion/candidates.ts";
import { isShell, SCRIPTS } from "../completion/scripts.ts";
import { quotedForBash, type Typed, typedBase64, typedLine, typedWords } from "../completion/typed.ts";
import type { Invocation } from "../invocation.ts";
import { printable } from "../output/printable.ts";
import { usageError } from "../usage-error.ts";

/** `completion SHELL`, and `completion --reply SHELL -- WORDS`, which the shell's script asks. */
export const define: Define = (command, invocation) => {
  command
    .argument("<shell>", "bash, zsh, fish or powershell")
    .argument("[typed]", "what is typed, in base64 (for PowerShell's script alone)")
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
    .action(async (shell: string, base64: string | undefined, options: { readonly reply?: true }) => {
      if (!isShell(shell)) {
        throw usageError("there is no completion for this shell", `write one of ${Object.keys(SCRIPTS).join(", ")}`);
      }
      if (!options.reply) return invocation.print(SCRIPTS[shell]);
      const tail = invocation.tail ?? [];
      if (shell === "bash") return invocation.print(await replyTo(typedLine(tail[0] ?? ""), invocation));
      if (shell !== "powershell") return invocation.print(await replyTo(typedWords(tail), invocation));
      const text = await replyTo(typedBase64(base64 ?? ""), invocation);
      // Nothing hands over to the completion of files.
      invocation.print(text === FILES ? "" : Buffer.from(text).toString("base64"));
    });
};

const FILES = ":files\n";

/** What could stand at the cursor, one on a line. */
async function replyTo(typed: Typed, invocation: Invocation): Promise<string> {
  // Whatever is wrong with the settings, a tab is no place to say it.
  const found = await candidates(typed, invocation).catch(() => []);
  if (found === undefined) return FILES;
  const lines = found.map(({ text, description }) => {
    const rest = text.slice(typed.kept);
    const shown = description ? `\t${printable(description)}` : "";
    return `${typed.quote === undefined ? rest : quotedForBash(rest, typed.quote)}${shown}\n`;
  });
  return lines.join("");
}
