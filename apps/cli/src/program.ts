import { resolve } from "node:path";
import { Command, Help } from "commander";
import { examples, ProgramCommand } from "./command.ts";
import { COMMANDS, type Entry } from "./commands/index.ts";
import type { Invocation } from "./invocation.ts";

const SETTINGS = ["--settings <file>", "another settings file (also KEYFERRY_SETTINGS)"] as const;

/**
 * The command line as commander reads it: the command that the first word names, or every one where it names none (help, a
 * slip, an option first). Only the chosen command's module is loaded.
 */
export function buildProgram(invocation: Invocation, first?: string): Command {
  const named = COMMANDS.filter(({ name }) => name === first);
  const program = prepared(new Command("keyferry"), invocation)
    .description("Carries secrets from secrets managers to the jobs that need them.")
    .usage("[options] COMMAND")
    .option("--version", "print the version")
    .option(...SETTINGS)
    .addHelpText(
      "after",
      examples("keyferry connection create prod", "keyferry secret create nas-password", "keyferry run nightly"),
    )
    .hook("preAction", (_, command) => {
      const { settings } = command.optsWithGlobals<{ settings?: string }>();
      if (settings !== undefined) invocation.settings = resolve(settings);
    });
  for (const item of named.length > 0 ? named : COMMANDS) {
    if ("load" in item) addEntry(program, item, invocation);
    else {
      const group = prepared(new Command(item.name), invocation)
        .summary(item.summary)
        .description(capital(item.summary));
      group.usage("COMMAND");
      for (const entry of item.commands) addEntry(group, entry, invocation);
      program.addCommand(group);
    }
  }
  return program;
}

/** Adds a command whose module is loaded when commander turns to it. */
function addEntry(parent: Command, entry: Entry, invocation: Invocation): void {
  const command = entry.program ? new ProgramCommand(entry.name, invocation) : new Command(entry.name);
  parent.addCommand(prepared(command, invocation).summary(entry.summary).description(capital(entry.summary)));
  parent.hook("preSubcommand", async (_, chosen) => {
    if (chosen !== command) return;
    command.option(...SETTINGS);
    (await entry.load()).define(command, invocation);
  });
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** Errors are thrown and printed by us (see usage-message.ts), and the help goes to our own streams. */
function prepared(command: Command, { world }: Invocation): Command {
  return command
    .enablePositionalOptions()
    .exitOverride()
    .helpCommand(false)
    .helpOption("--help", "show this help")
    .configureHelp({
      // That an option may be given again starts with none of it.
      optionDescription: (option) => new Help().optionDescription(option).replace(/ \(default: \[\]\)$/, ""),
    })
    .configureOutput({
      writeOut: (text) => world.stdout.write(text),
      writeErr: (text) => world.stderr.write(text),
      outputError: () => {},
      getOutHelpWidth: () => world.stdout.columns ?? 100,
      getErrHelpWidth: () => world.stderr.columns ?? 100,
      getOutHasColors: () => world.stdout.colour,
      getErrHasColors: () => world.stderr.colour,
    });
}
