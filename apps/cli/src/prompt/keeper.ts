import { isAbsolute } from "node:path";
import type { Prompter } from "./prompter.ts";

const KEEPERS = [
  { name: "keychain", description: "the keychain of your desktop" },
  { name: "passphrase", description: "you type it whenever a login is opened" },
  { name: "age", path: "Absolute path of the identity", description: "an age identity opens it" },
  {
    name: "key-file",
    path: "Absolute path of the key file",
    description: "for machines without people; made where there is none",
  },
  {
    name: "systemd-creds",
    path: "Absolute path of the encrypted credential",
    description: "the machine's own key, for units",
  },
] as const;

/** Asks who shall keep the key of the sealed logins: at the first login alone. */
export async function chooseKeeper(prompter: Prompter): Promise<string> {
  const keeper = await prompter.choose({
    message: "Who keeps the key of the sealed logins?",
    choices: KEEPERS.map((each) => ({ name: each.name, value: each, description: each.description })),
  });
  if (!("path" in keeper)) return keeper.name;
  const check = (text: string) => (isAbsolute(text) ? undefined : "write an absolute path");
  return `${keeper.name}:${await prompter.text({ message: keeper.path, check })}`;
}

/** Asks for the passphrase that keeps the logins; a new one twice. */
export async function askPassphrase(prompter: Prompter, fresh: boolean): Promise<string> {
  if (!fresh) return prompter.hidden({ message: "Passphrase of the sealed logins" });
  for (;;) {
    const first = await prompter.hidden({ message: "New passphrase for the sealed logins (12 characters or more)" });
    if (first === (await prompter.hidden({ message: "The same again" }))) return first;
  }
}
