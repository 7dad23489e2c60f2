import { Denials } from "../http/denials.ts";
import type { Principal } from "./credentials.ts";
import { Refusal } from "./refusal.ts";
import type { StoredSecret } from "./state.ts";

/** What to deny: an action (`GetSecretValue` or `secretsmanager:GetSecretValue`), a secret by name, both, or, with neither, everything. */
export interface Denial {
  readonly action?: string;
  readonly name?: string;
}

export type RightsCheck = Pick<Rights, "check">;

/** The rights of a store's callers: everything, less what was denied. */
export class Rights extends Denials<Denial> {
  /** The same rights, with every action that is asked for added to `actions`. */
  recorded(actions: Set<string>): RightsCheck {
    return {
      check: (who, action, resource) => {
        actions.add(action);
        this.check(who, action, resource);
      },
    };
  }

  /**
   * Throws AccessDeniedException unless `who` may do `action` (with its service prefix) on `resource`, which is absent for actions on the
   * account, such as ListSecrets and BatchGetSecretValue:
   * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html
   */
  check(
    who: Principal,
    action: string,
    resource?: { readonly id: string; readonly secret: StoredSecret | undefined },
  ): void {
    const bare = action.slice(action.indexOf(":") + 1);
    const name = resource?.secret?.name ?? resource?.id;
    const denied = this.isDenied(
      (denial) =>
        (denial.action === undefined || denial.action === action || denial.action === bare) &&
        (denial.name === undefined || denial.name === name),
    );
    if (!denied) return;
    const on = resource ? ` on resource: ${resource.secret?.arn ?? resource.id}` : "";
    const why = `because no identity-based policy allows the ${action} action`;
    throw new Refusal("AccessDeniedException", `User: ${who.arn} is not authorized to perform: ${action}${on} ${why}`);
  }
}
