import { formatDelivery, parseDelivery } from "../contract/delivery.ts";
import { KeyferryError } from "../contract/failure.ts";
import type { Setting } from "../settings/catalogue.ts";
import type { ProfileDefinition } from "../settings/model.ts";

/** The profile with a delivery of one setting. Throws `KeyferryError` (`delivery`, `rule`). */
export function withDelivery(profile: ProfileDefinition, { key }: Setting, text: string): ProfileDefinition {
  const delivery = formatDelivery(parseDelivery(text, key));
  const other = Object.entries(profile.deliver).find(([setting, taken]) => setting !== key && taken === delivery);
  if (other === undefined) return { ...profile, deliver: { ...profile.deliver, [key]: delivery } };
  throw new KeyferryError({
    code: "rule",
    message: `${delivery} carries ${other[0]} already, and one variable holds one value`,
    where: key,
    hint: "deliver this one in another variable",
    setting: key,
  });
}
