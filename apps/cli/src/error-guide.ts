import type { ErrorCode } from "@keyferry/core/delivery";

/** What an error code means and what to do next, in one line each. */
export interface ErrorGuide {
  readonly meaning: string;
  readonly next: string;
}

/** For docs/errors.md, and for a failure that brings no next step of its own. */
export const ERROR_GUIDE: Readonly<Record<ErrorCode, ErrorGuide>> = {
  "not-found": {
    meaning: "The manager has no such secret or version, or its version was deleted.",
    next: "compare the remote name with `keyferry connection names CONNECTION`",
  },
  "access-denied": {
    meaning: "The manager knows the login, and refuses it this secret or this call.",
    next: "give the login the right to read the secret, in the manager",
  },
  unauthenticated: {
    meaning:
      "The manager refuses the login, or its source or keeper does not give it: it is wrong, expired or missing.",
    next: "check the sources of the connection's credentials, then `keyferry connection check CONNECTION`",
  },
  "invalid-address": {
    meaning:
      "The remote name cannot be a name of this provider. Exit code 64 where it was typed, 78 from the settings.",
    next: "write the name as `keyferry connection names CONNECTION` shows it",
  },
  "invalid-connection": {
    meaning: "The fields of the connection do not lead to a manager: a wrong endpoint, region, certificate or address.",
    next: "compare the fields with `keyferry connection show CONNECTION`",
  },
  throttled: {
    meaning: "The manager asked for fewer requests, and the pauses did not help within the time limit.",
    next: "try again later",
  },
  unavailable: {
    meaning: "The manager could not be reached, or did not answer in time.",
    next: "check the network and the endpoint, then try again",
  },
  integrity: {
    meaning: "An answer of the manager was cut off, too long, or not what was asked for.",
    next: "try again; if it stays, look for a proxy between here and the manager",
  },
  cancelled: {
    meaning: "You, or the time limit of a caller, ended the command (143 where it was ended by SIGTERM).",
    next: "start it again when you want to",
  },
  unsupported: {
    meaning: "The provider cannot do this: a version it does not have, a platform it does not run on.",
    next: "see the provider's page for what it can do",
  },
  internal: {
    meaning:
      "Keyferry or a provider failed in a way that neither foresaw. Its text is kept back: it could hold a value.",
    next: "report it with the command, the versions and the request id",
  },
  usage: {
    meaning: "The command was written wrong.",
    next: "add --help to the command",
  },
  "unknown-name": {
    meaning: "There is no connection, secret, profile, setting, recipe or provider of this name here.",
    next: "list the names: `keyferry connection list`, `keyferry secret list`, `keyferry profile list`",
  },
  settings: {
    meaning: "The settings are damaged, newer than this program, owned by somebody else, or open to others.",
    next: "mend what the message names; Keyferry changes nothing in such files",
  },
  rule: {
    meaning:
      "A rule of the settings forbids it: a name that is taken, a type that does not fit, a literal for a password.",
    next: "follow what the message asks for",
  },
  plugin: {
    meaning: "The provider's package is not installed, or does not fit this program.",
    next: "install it beside keyferry; `keyferry provider list` shows how",
  },
  value: {
    meaning: "The value was read and fails its check: a missing key, a wrong type, a line break, not text.",
    next: "look at the key names with `keyferry secret keys CONNECTION REMOTE-NAME`",
  },
  delivery: {
    meaning: "A used secret has no way to the program, or one that does not fit.",
    next: "say how the program takes it: `--deliver SETTING=env:NAME`",
  },
  program: {
    meaning: "The job's program cannot be started: 127 where there is none of this name, 126 where it may not be run.",
    next: "check the program's name, its path and its rights",
  },
  busy: {
    meaning: "The profile runs already, and only one run at a time was asked for.",
    next: "try again when it is over",
  },
};
