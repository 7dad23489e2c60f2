import { Denials } from "../http/denials.ts";
import { Refusal } from "./refusal.ts";

/** What to deny: a permission (`secretmanager.versions.access`), a secret by its ID, both, or, with neither, everything. */
export interface Denial {
  readonly permission?: string;
  readonly name?: string;
}

export type RightsCheck = Pick<Rights, "check">;

/** The rights of a store's callers: everything, less what was denied. */
export class Rights extends Denials<Denial> {
  /** The same rights, with every permission that is asked for added to `permissions`. */
  recorded(permissions: Set<string>): RightsCheck {
    return {
      check: (permission, resource, id) => {
        permissions.add(permission);
        this.check(permission, resource, id);
      },
    };
  }

  /** Throws PERMISSION_DENIED, in which the service does not say whether the resource exists. */
  check(permission: string, resource: string, id?: string): void {
    const denied = this.isDenied(
      (denial) =>
        (denial.permission === undefined || denial.permission === permission) &&
        (denial.name === undefined || denial.name === id),
    );
    if (denied) throw deniedRight(permission, resource);
  }
}

/** The text of the service: https://github.com/googleapis/python-secret-manager/issues/389 */
export function deniedRight(permission: string, resource: string): Refusal {
  const message = `Permission '${permission}' denied for resource '${resource}' (or it may not exist).`;
  return new Refusal("PERMISSION_DENIED", message, "IAM_PERMISSION_DENIED", "iam.googleapis.com");
}
