import { problem } from "../problem.ts";
import type { KeeperRecord } from "../sealed-file.ts";
import type { Keeper, KeeperKind, KeeperWorld } from "./keeper.ts";

interface Row {
  readonly kind: string;
  /** How to write such a keeper, for messages. */
  readonly form: string;
  readonly load: () => Promise<KeeperKind>;
}

/** The kinds of keepers. A new kind is a new row; only the one that is named is loaded. */
const ROWS: readonly Row[] = [
  {
    kind: "keychain",
    form: "keychain",
    load: async () => (await import("./keychain/keychain.ts")).keychainKeeper,
  },
  { kind: "passphrase", form: "passphrase", load: async () => (await import("./passphrase.ts")).passphraseKeeper },
  {
    kind: "systemd-creds",
    form: "systemd-creds:NAME or systemd-creds:/absolute/path/NAME.cred",
    load: async () => (await import("./systemd-creds.ts")).systemdCredsKeeper,
  },
  { kind: "age", form: "age:/absolute/path/of/an/identity", load: async () => (await import("./age.ts")).ageKeeper },
  {
    kind: "key-file",
    form: "key-file:/absolute/path",
    load: async () => (await import("./key-file.ts")).keyFileKeeper,
  },
];

/** How to write each kind, for help and prompts. */
export const KEEPER_FORMS: readonly string[] = ROWS.map(({ form }) => form);

/** Parses a keeper as a person writes it. Throws `KeyferryError` (`usage`). */
export async function parseKeeper(text: string, world: KeeperWorld): Promise<Keeper> {
  const colon = text.indexOf(":");
  const row = ROWS.find(({ kind }) => kind === (colon < 0 ? text : text.slice(0, colon)));
  const kind = colon >= 0 && text.length === colon + 1 ? undefined : await row?.load();
  const given = kind?.parse(colon < 0 ? "" : text.slice(colon + 1));
  const keeper = given && kind?.make(given, world);
  if (keeper) return keeper;
  const forms = row === undefined ? KEEPER_FORMS : [row.form];
  throw problem("usage", "keeper", "there is no such keeper", `write ${forms.join(" or ")}`);
}

/** The keeper that a sealed file names. Throws `KeyferryError` (`settings`). */
export async function recordedKeeper(record: KeeperRecord, path: string, world: KeeperWorld): Promise<Keeper> {
  const row = ROWS.find(({ kind }) => kind === record.kind);
  const keeper = (await row?.load())?.make(record.with, world);
  if (keeper) return keeper;
  const message = row === undefined ? "it names a keeper that this Keyferry does not know" : "its keeper is damaged";
  throw problem("settings", path, message, "update Keyferry, or put a backup of the file back");
}
