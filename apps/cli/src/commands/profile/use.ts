import { type Define, examples } from "../../command.ts";
import { commandLine } from "../../output/command-line.ts";

/** `profile use NAME SETTING SECRET` */
export const define: Define = (command, invocation) => {
  command
    .argument("<profile>", "the profile")
    .argument("<setting>", "the setting, such as sftp.password")
    .argument("<secret>", "the name of a defined secret")
    .addHelpText("after", examples("keyferry profile use nightly sftp.password nas-password"))
    .action(async (profile: string, setting: string, secret: string) => {
      const { profiles } = await invocation.keyferry();
      const changed = await profiles.use(profile, setting, secret);
      const host = changed.settings.find((each) => each.setting === setting)?.host;
      const receiver = host ?? (changed.job && commandLine(changed.job));
      const where = receiver === undefined ? "" : `; it goes to ${receiver}`;
      invocation.say(`${setting} of ${changed.name} uses the secret ${secret}${where}`);
    });
};
