import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { CARGO, holdsCargo } from "./files.ts";
import type { RecipeTrial } from "./trial.ts";

const LINE = "p\"a$s'\\&€ %";

export const MAIL_TRIALS: readonly RecipeTrial[] = [
  {
    name: "msmtp",
    recipe: "msmtp",
    service: "smtp",
    packages: ["msmtp"],
    alphabet: LINE,
    job: (stage) => ({
      literals: {
        "email.host": "localhost",
        "email.port": String(stage.server.ports.smtps),
        "email.from": "sender@example.org",
        "email.to": "reader@example.org",
      },
      secrets: { "email.username": stage.account.username, "email.password": stage.account.password },
      args: ["--tls-starttls=off", `--tls-trust-file=${stage.ca}`],
      input: `Subject: trial\n\n${CARGO}`,
      prove: () => holdsCargo(stage.server.facts?.folder),
      login: "email.password",
    }),
  },
  {
    name: "mbsync",
    recipe: "mbsync",
    service: "dovecot",
    packages: ["isync"],
    alphabet: LINE,
    async job(stage) {
      const folder = join(stage.sandbox.work, "mail");
      await mkdir(folder);
      return {
        literals: {
          "backup-email.host": "localhost",
          "backup-email.port": String(stage.server.ports.imaps),
          "backup-email.path": "INBOX",
          "mbsync.folder": `${folder}/`,
          "mbsync.ca-file": stage.ca,
        },
        secrets: { "backup-email.username": stage.account.username, "backup-email.password": stage.account.password },
        prove: () => holdsCargo(folder),
        login: "backup-email.password",
      };
    },
  },
];
