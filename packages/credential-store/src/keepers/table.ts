import { problem } from "../problem.ts";
import type { KeeperRecord } from "../sealed-file.ts";
import { ageKeeper } from "./age.ts";
import type { Keeper, KeeperKind, KeeperWorld } from "./keeper.ts";
import { keyFileKeeper } from "./key-file.ts";
import { keychainKeeper } from "./keychain/keychain.ts";
import { passphraseKeeper } from "./passphrase.ts";
import { systemdCredsKeeper } from "./systemd-creds.ts";

/** The kinds of keepers that there are. A new one is a new row. */
const KINDS: readonly KeeperKind[] = [keychainKeeper, passphraseKeeper, systemdCredsKeeper, ageKeeper, keyFileKeeper];

/** How each kind is written, for help and prompts. */
export const KEEPER_FORMS: readonly string[] = KINDS.map(({ form }) => form);

/** A keeper as a person writes it. Throws `KeyferryError` (`usage`). */
export function parseKeeper(text: string, world: KeeperWorld): Keeper {
  const colon = text.indexOf(":");
  const kind = colon < 0 ? text : text.slice(0, colon);
  const row = KINDS.find((each) => each.kind === kind);
  const given =
    colon >= 0 && text.length === colon + 1 ? undefined : row?.parse(colon < 0 ? "" : text.slice(colon + 1));
  const keeper = given && row?.make(given, world);
  if (keeper) return keeper;
  const forms = row === undefined ? KEEPER_FORMS : [row.form];
  throw problem("usage", "keeper", "there is no such keeper", `write ${forms.join(" or ")}`);
}

/** The keeper that a sealed file names. Throws `KeyferryError` (`settings`). */
export function recordedKeeper(record: KeeperRecord, path: string, world: KeeperWorld): Keeper {
  const row = KINDS.find(({ kind }) => kind === record.kind);
  const keeper = row?.make(record.with, world);
  if (keeper) return keeper;
  const message = row === undefined ? "it names a keeper that this Keyferry does not know" : "its keeper is damaged";
  throw problem("settings", path, message, "update Keyferry, or put a backup of the file back");
}
