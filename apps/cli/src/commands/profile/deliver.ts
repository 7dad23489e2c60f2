import { deliveryPairs } from "../../args/pairs.ts";
import { type Define, examples } from "../../command.ts";

/** `profile deliver NAME SETTING=[DELIVERY]` */
export const define: Define = (command, invocation) => {
  command
    .argument("<profile>", "the profile")
    .argument(
      "<setting=delivery>",
      "how the program takes the setting: env:NAME, stdin, fd:N, ssh-agent, askpass … (docs/deliveries.md); nothing behind the = takes it away",
    )
    .addHelpText(
      "after",
      examples(
        "keyferry profile deliver nightly sftp.password=env:NAS_PASSWORD",
        "keyferry profile deliver nightly sftp.password=",
      ),
    )
    .action(async (profile: string, pair: string) => {
      const deliveries = Object.entries(deliveryPairs([pair]));
      const { profiles } = await invocation.keyferry();
      for (const [setting, delivery] of deliveries) {
        const changed = await profiles.setDelivery(profile, setting, delivery);
        const how = delivery === "" ? "is delivered no more" : `reaches the program by ${delivery}`;
        invocation.say(`${setting} of ${changed.name} ${how}`);
      }
    });
};
