import { execFileSync } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { claim } from "../../servers/scenario.ts";
import { arrived, CARGO, putCargo } from "./files.ts";
import type { RecipeTrial, Stage } from "./trial.ts";

const LINE = "p\"a$s'\\&€ %";
const ASCII = "p\"a$s'\\& %";
const PACKAGES = ["p7zip-full"];

/** The password with nothing beyond ASCII in it. */
const ascii = (stage: Stage) => stage.account.password.replace("€", "");

/** Claims that an archive is whole, encrypted, and opens with its password. */
function opens(stage: Stage, archive: string, password: string): void {
  const options = { cwd: stage.sandbox.work, stdio: ["pipe", "pipe", "ignore"] as ["pipe", "pipe", "ignore"] };
  const text = execFileSync("7z", ["x", "-so", archive], { ...options, input: `${password}\n`, encoding: "utf8" });
  claim(text === CARGO, "the archive does not hold the cargo");
  let opened = true;
  try {
    execFileSync("7z", ["t", archive], { ...options, input: "another\n" });
  } catch {
    opened = false;
  }
  claim(!opened, "the archive opens with another password");
}

const archive = (name: string, recipe: string, setting: string, file: string, letters: string): RecipeTrial => ({
  name,
  recipe,
  packages: PACKAGES,
  alphabet: letters,
  async job(stage) {
    await putCargo(stage);
    const password = letters === ASCII ? ascii(stage) : stage.account.password;
    return {
      literals: {},
      secrets: { [setting]: password },
      args: [file, "cargo.txt"],
      prove: () => opens(stage, file, password),
    };
  },
});

export const ARCHIVE_TRIALS: readonly RecipeTrial[] = [
  archive("7z", "7z", "compression.password", "out.7z", LINE),
  archive("zip", "zip", "compression.password", "out.zip", ASCII),
  archive("log-zip", "log-zip", "log-email.password", "log.zip", ASCII),
  {
    name: "7z-extract",
    recipe: "7z-extract",
    packages: PACKAGES,
    alphabet: LINE,
    async job(stage) {
      await putCargo(stage);
      const { work } = stage.sandbox;
      const input = `${stage.account.password}\n`;
      execFileSync("7z", ["a", "-mhe=on", "-p", "in.7z", "cargo.txt"], {
        cwd: work,
        input,
        stdio: ["pipe", "ignore", "ignore"],
      });
      await rm(join(work, "cargo.txt"));
      return {
        literals: {},
        secrets: { "compression.password": stage.account.password },
        args: ["in.7z"],
        prove: () => arrived(work),
        login: "compression.password",
      };
    },
  },
];
