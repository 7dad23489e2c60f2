import { KeyferryError } from "../contract/failure.ts";
import { nearest } from "./nearest.ts";
import { quote } from "./quote.ts";

/** The error (`unknown-name`) for a name that does not exist here. It offers the nearest real names, and where all of them are listed. */
export function unknownName(what: string, name: string, names: Iterable<string>, listing: string): KeyferryError {
  const near = nearest(name, names);
  const offer = near.length === 0 ? "" : `did you mean ${near.map(quote).join(" or ")}? `;
  return new KeyferryError({
    code: "unknown-name",
    message: `there is no ${what} ${quote(name)}`,
    hint: `${offer}${listing} shows all of them`,
  });
}
