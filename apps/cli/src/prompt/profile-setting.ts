import type { NewSecret, SecretType } from "@keyferry/core";
import { type Failure, isKeyferryError } from "@keyferry/core/delivery";
import type { Invocation } from "../invocation.ts";
import { writeFailures } from "../output/failures.ts";
import { waitingFor } from "../waiting.ts";
import type { AskedSetting, ProfileDraft, SettingDraft } from "./profile-draft.ts";
import { shownSetting } from "./profile-draft.ts";
import type { Choice, Prompter } from "./prompter.ts";
import { askSecret } from "./secret.ts";

type Step = { readonly use: string } | "create" | "literal" | "none";

/** Asks what a setting is to have, until that is something that it takes, and puts it into the draft. */
export async function askSetting(
  entry: AskedSetting,
  draft: ProfileDraft,
  invocation: Invocation,
  prompter: Prompter,
): Promise<void> {
  const { setting, takes, description, default: otherwise } = entry;
  const message = `${setting} (${description}${otherwise === undefined ? "" : `; empty: ${otherwise}`})`;
  draft.asked.add(setting);
  const put = (value: SettingDraft | undefined) => {
    if (value) draft.settings.set(setting, value);
    else for (const map of [draft.settings, draft.deliver]) map.delete(setting);
  };
  if (takes.length === 0) return put(await askLiteral(message, draft.settings.get(setting), prompter));
  for (;;) {
    const step = await askStep(entry, message, draft, invocation, prompter);
    if (step === "none") return put(undefined);
    if (step === "literal") {
      const value = await askLiteral(message, draft.settings.get(setting), prompter);
      if (value) return put(value);
    } else if (step === "create") {
      const created = await createInPlace(takes, draft, invocation, prompter);
      if (created) return put({ secret: created.name });
    } else return put({ secret: step.use });
  }
}

async function askLiteral(
  message: string,
  before: SettingDraft | undefined,
  prompter: Prompter,
): Promise<SettingDraft | undefined> {
  const initial = before && "literal" in before ? before.literal : undefined;
  const literal = await prompter.text({ message, initial, optional: true });
  return literal === "" ? undefined : { literal };
}

async function askStep(
  { setting, takes }: AskedSetting,
  message: string,
  draft: ProfileDraft,
  invocation: Invocation,
  prompter: Prompter,
): Promise<Step> {
  const { secrets } = await invocation.keyferry();
  const before = draft.settings.get(setting);
  const saved = (await secrets.list()).filter(({ type }) => takes.includes(type));
  const fresh = draft.secrets.filter(({ type }) => takes.includes(type));
  const choices = [...fresh, ...saved].map(
    (secret): Choice<Step> => ({
      name: secret.name,
      value: { use: secret.name },
      description: `${secret.remoteName} of ${secret.connection}`,
    }),
  );
  const others: Choice<Step>[] = [
    { name: "create a secret", value: "create", description: `of type ${takes.join(", ")}` },
  ];
  if (takes.includes("username"))
    others.push({ name: "type it", value: "literal", description: "kept in the profile" });
  const none =
    before === undefined ? "leave it out" : "secret" in before ? `stop using ${before.secret}` : "leave it out";
  others.push({
    name: none,
    value: "none",
    description: before === undefined ? undefined : `now ${shownSetting(before)}`,
  });
  return prompter.search<Step>({ message, choices, others });
}

/** Defines a secret on the way, and asks the manager whether it fits. It is saved with the profile. */
async function createInPlace(
  takes: readonly SecretType[],
  draft: ProfileDraft,
  invocation: Invocation,
  prompter: Prompter,
): Promise<NewSecret | undefined> {
  const [type] = takes;
  try {
    const input = await askSecret({ type: takes.length === 1 ? type : undefined }, invocation, prompter);
    if (draft.secrets.some(({ name }) => name.toLowerCase() === input.name.toLowerCase())) {
      return refused(invocation, [{ code: "rule", message: `${input.name} is defined in this profile already` }]);
    }
    const { secrets } = await invocation.keyferry();
    const { description } = await waitingFor(invocation, "reading the secret", () =>
      secrets.create(input, { ...invocation.callOptions, dryRun: true }),
    );
    const checked = { ...input, ...(description === undefined ? {} : { description }) };
    draft.secrets.push(checked);
    return checked;
  } catch (error) {
    if (!isKeyferryError(error) || error.failures.some(({ code }) => code === "cancelled")) throw error;
    return refused(invocation, error.failures);
  }
}

/** Says what is wrong; the question then comes again. */
function refused(invocation: Invocation, failures: readonly Failure[]): undefined {
  writeFailures(invocation.world.stderr, failures);
  return undefined;
}
