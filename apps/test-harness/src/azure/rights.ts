import { Denials } from "../http/denials.ts";
import { Refusal } from "./refusal.ts";

/** What to deny: a data action (`getSecret`, `readMetadata`), a secret by name, both, or, with neither, everything. */
export interface Denial {
  readonly action?: string;
  readonly name?: string;
}

/** The rights of a store's callers: everything, less what was denied. */
export class Rights extends Denials<Denial> {
  /**
   * Throws 403 ForbiddenByRbac unless `action` is allowed, on the secret `name` or, without one, on the vault:
   * https://learn.microsoft.com/azure/role-based-access-control/permissions/security#microsoftkeyvault
   */
  check(action: "getSecret" | "readMetadata", name: string | undefined, asked: Set<string>): void {
    const full = `Microsoft.KeyVault/vaults/secrets/${action}/action`;
    asked.add(full);
    const denied = this.isDenied(
      (denial) =>
        (denial.action === undefined || denial.action === action || denial.action === full) &&
        (denial.name === undefined || denial.name.toLowerCase() === name?.toLowerCase()),
    );
    if (!denied) return;
    const message = `Caller is not authorized to perform action on resource. Action: '${full}'`;
    throw new Refusal(403, "Forbidden", message, "ForbiddenByRbac");
  }
}
