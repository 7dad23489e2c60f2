import { KeyferryError } from "../../contract/failure.ts";

/** Refuses (`rule`) to do what was shown, where the settings have changed since then. */
export function refuseMoved(settings: { readonly revision: number }, shown: number | undefined): void {
  if (shown === undefined || shown === settings.revision) return;
  throw new KeyferryError({
    code: "rule",
    message: "the settings changed after the import was shown, so nothing was imported",
    hint: "import it again, and look at what it does now",
  });
}
