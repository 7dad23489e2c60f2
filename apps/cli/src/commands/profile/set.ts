import { type Define, examples } from "../../command.ts";

/** `profile set NAME SETTING VALUE` */
export const define: Define = (command, invocation) => {
  command
    .argument("<profile>", "the profile")
    .argument("<setting>", "the setting, such as sftp.host")
    .argument("<value>", "the literal; never a password or key (use a secret for those)")
    .addHelpText("after", examples("keyferry profile set nightly sftp.host nas.example"))
    .action(async (profile: string, setting: string, value: string) => {
      const { profiles } = await invocation.keyferry();
      const changed = await profiles.set(profile, setting, value);
      invocation.say(`${setting} of ${changed.name} is set`);
    });
};
