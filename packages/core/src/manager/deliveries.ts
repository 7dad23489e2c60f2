import { formatDelivery } from "../contract/delivery.ts";
import { KeyferryError } from "../contract/failure.ts";
import { parseDelivery } from "../contract/parse-delivery.ts";
import type { Setting } from "../settings/catalogue.ts";
import type { ProfileDefinition } from "../settings/model.ts";

/** The profile with a delivery of one setting. Throws `KeyferryError` (`delivery`, `rule`). */
export function withDelivery(profile: ProfileDefinition, { key }: Setting, text: string): ProfileDefinition {
  const parsed = parseDelivery(text, key);
  const delivery = formatDelivery(parsed);
  // An agent takes any number of keys; every other way leads one value.
  const shared = parsed.kind === "ssh-agent";
  const other = Object.entries(profile.deliver).find(([setting, taken]) => setting !== key && taken === delivery);
  if (shared || other === undefined) return { ...profile, deliver: { ...profile.deliver, [key]: delivery } };
  throw new KeyferryError({
    code: "rule",
    message: `${delivery} carries ${other[0]} already, and it holds one value`,
    where: key,
    hint: "deliver this one another way",
    setting: key,
  });
}
