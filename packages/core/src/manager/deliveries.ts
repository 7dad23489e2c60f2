import { formatDelivery } from "../contract/delivery.ts";
import { KeyferryError } from "../contract/failure.ts";
import { parseDelivery } from "../contract/parse-delivery.ts";
import { argument } from "../settings/argument.ts";
import type { Setting } from "../settings/catalogue.ts";
import type { ProfileDefinition } from "../settings/model.ts";
import { quote } from "../settings/quote.ts";

/** The profile without the delivery of one setting. Throws `KeyferryError` (`rule`) if it has none. */
export function withoutDelivery(profile: ProfileDefinition, { key }: Setting): ProfileDefinition {
  const { [key]: taken, ...deliver } = profile.deliver;
  if (taken !== undefined) return { ...profile, deliver };
  throw new KeyferryError({
    code: "rule",
    message: `the profile ${quote(profile.name)} does not deliver it`,
    where: key,
    hint: `keyferry profile show ${argument(profile.name)} shows what it delivers`,
    setting: key,
  });
}

/** The profile with a delivery for one setting. Throws `KeyferryError` (`delivery`, `rule`). */
export function withDelivery(profile: ProfileDefinition, { key }: Setting, text: string): ProfileDefinition {
  const parsed = parseDelivery(text, key);
  const delivery = formatDelivery(parsed);
  // An agent takes any number of keys; every other delivery carries one value.
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
