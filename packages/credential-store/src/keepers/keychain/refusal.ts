import type { KeychainRefusal } from "./protocol.ts";

/**
 * What the library's error says of the keychain: it has one code for all, so that its text must tell. Texts of the keyring
 * crate's Secret Service store, tried with @napi-rs/keyring 2.1.2 against gnome-keyring 42 and without a bus: "Platform failure: DBus
 * error: Did not receive a reply" where the service hangs, another "DBus error …" where no bus or no service is there, "Couldn't access platform storage …" where it is locked and the unlock prompt
 * is not answered (https://docs.rs/keyring/latest/keyring/error/enum.Error.html). A text that is not known is `failed`.
 */
export function keychainRefusal(message: string): KeychainRefusal {
  if (/did not receive a reply|timed? ?out|noreply/i.test(message)) return "silent";
  if (/dbus error|was not provided by any|no (?:default )?collection/i.test(message)) return "absent";
  if (/couldn't access platform|prompt was dismissed|is locked|no storage access/i.test(message)) return "locked";
  if (/ambiguous|multiple|more than one/i.test(message)) return "ambiguous";
  return "failed";
}
