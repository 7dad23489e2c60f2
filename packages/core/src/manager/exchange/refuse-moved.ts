import { KeyferryError } from "../../contract/failure.ts";

/** Refuses (`rule`) to carry out a plan if the settings have changed since it was shown. */
export function refuseMoved(settings: { readonly revision: number }, shown: number | undefined): void {
  if (shown === undefined || shown === settings.revision) return;
  throw new KeyferryError({
    code: "rule",
    message: "the settings changed after the import was shown, so nothing was imported",
    hint: "import it again, and look at what it does now",
  });
}
