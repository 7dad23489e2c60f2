import { type Define, examples } from "../../command.ts";

/** `profile unset NAME SETTING` */
export const define: Define = (command, invocation) => {
  command
    .argument("<profile>", "the profile")
    .argument("<setting>", "the setting, such as sftp.host")
    .addHelpText("after", examples("keyferry profile unset nightly sftp.host"))
    .action(async (profile: string, setting: string) => {
      const { profiles } = await invocation.keyferry();
      const changed = await profiles.unset(profile, setting);
      invocation.say(`${setting} of ${changed.name} is not set`);
    });
};
