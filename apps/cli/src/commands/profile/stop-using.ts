import { type Define, examples } from "../../command.ts";

/** `profile stop-using NAME SETTING` */
export const define: Define = (command, invocation) => {
  command
    .argument("<profile>", "the profile")
    .argument("<setting>", "the setting, such as sftp.password")
    .addHelpText("after", examples("keyferry profile stop-using nightly sftp.password"))
    .action(async (profile: string, setting: string) => {
      const { profiles } = await invocation.keyferry();
      const changed = await profiles.stopUsing(profile, setting);
      invocation.say(`${setting} of ${changed.name} uses no secret`);
    });
};
