import type { Address, PolicyDocument } from "@keyferry/core/provider";

const LIST = [
  "Windows Credential Manager has no rights to give: every account has a store of its own, and a process",
  "lists and reads all of the store of the account that it runs as, and of no other account.",
  "",
  "Run the job as the account that owns the entries. To see that account and its entries:",
  "",
  "    whoami",
  "    cmdkey /list",
  "",
  "Control Panel > User Accounts > Credential Manager > Windows Credentials shows the same.",
  "The least that a job can be given is an account of its own, whose store holds these entries alone.",
];

/**
 * The list as text, and what must be in the store for reading. The system has no finer right than the account
 * (https://learn.microsoft.com/en-us/windows/win32/api/wincred/nf-wincred-credreadw). The password is asked for, since
 * one on the command line can be seen by other programs.
 */
export function policy(addresses: readonly Address[]): readonly PolicyDocument[] {
  const list: PolicyDocument = { title: "List the target names", language: "text", text: LIST.join("\n") };
  if (addresses.length === 0) return [list];
  const names = [...new Set(addresses.map(({ name }) => name))].sort();
  const text = [
    "These entries must be generic credentials in the store of the account that runs the job:",
    "",
    ...names.map((name) => `    ${name}`),
    "",
    "To add one, as that account (cmdkey asks for the password):",
    "",
    "    cmdkey /generic:TARGET /user:NAME /pass",
    "",
    "A domain credential (cmdkey /add) does not do: applications can write its password, and not read it.",
  ];
  return [list, { title: "Read these entries", language: "text", text: text.join("\n") }];
}
