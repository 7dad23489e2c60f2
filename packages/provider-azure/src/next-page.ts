import { ProviderError } from "@keyferry/core/provider";
import { broken } from "./errors.ts";

/**
 * The address of a page that the vault pointed to, after checking that it is a page of that very list: a link of the
 * vault's answer must lead neither to another host nor to a value.
 */
export function checkPage(link: string, vault: string, path: string): string {
  const url = URL.canParse(link) ? new URL(link) : undefined;
  const fits =
    url?.origin === vault &&
    url.username === "" &&
    url.password === "" &&
    url.pathname.replace(/\/$/, "").toLowerCase() === path.toLowerCase();
  if (!fits) throw new ProviderError(broken("the vault points to a next page that is not of this list"));
  return link;
}
