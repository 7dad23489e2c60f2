import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { shell } from "../support/run.ts";
import { secret } from "../support/seal.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const VALUE = `cnry p"a$s'&€ %`;
const onLinux = process.platform === "linux";

/** Starts a job that says where its helper is and waits for a file; gives the helper, and how to end the job. */
async function jobWithHelper(folder: string, delivery = "command:HELP") {
  const [path, go] = [join(folder, "path"), join(folder, "go")];
  const variable = delivery.startsWith("command") ? "HELP" : "SSH_ASKPASS";
  const script = `echo "$${variable}" > ${path}.part; mv ${path}.part ${path}; until test -e ${go}; do sleep 0.02; done; rm ${go} ${path}; "$${variable}" || echo none`;
  const job = shell(script, [secret(delivery, VALUE)]);
  let early: string | undefined;
  job.then(
    ({ stdout, stderr }) => {
      early = stdout + stderr;
    },
    (error: unknown) => {
      early = String(error);
    },
  );
  for (;;) {
    if (early !== undefined) throw new Error(`the job ended before it was told to: ${early}`);
    try {
      return {
        helper: readFileSync(path, "utf8").trim(),
        end: () => {
          writeFileSync(go, "");
          return job;
        },
      };
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

describe.runIf(process.platform !== "win32")("a helper of a job", () => {
  const folder = temporaryFolder();

  it("answers once, and then says no", async () => {
    const { stdout, stderr } = await shell('"$HELP"; "$HELP" || echo no', [secret("command:HELP", VALUE)]);
    expect(stdout).toBe(`${VALUE}\nno\n`);
    expect(stderr).toBe("keyferry: the value was given already, and is given once\n");
  });

  it("holds no value: not in its script, not in its token, and ends with the job", async () => {
    const script = 'd=$(dirname "$HELP"); cat "$d"/helper*; stat -c "%a %F" "$d" "$d"/*; echo "$HELP"';
    const { stdout } = await shell(script, [secret("command:HELP", VALUE)]);
    expect(stdout).not.toContain("cnry");
    expect(stdout).toMatch(/700 directory\n(.*\n)*700 regular file\n(.*\n)*600 regular file/);
    await expect(promisify(execFile)(stdout.trim().split("\n").at(-1) ?? "")).rejects.toThrow(/ENOENT/);
  });

  it("is asked by the options of the job's own node without harm", async () => {
    const { stdout } = await shell('NODE_OPTIONS=--no-such-option "$HELP"', [secret("command:HELP", VALUE)]);
    expect(stdout).toBe(`${VALUE}\n`);
  });

  it.runIf(onLinux)("says no to a process that the job did not start, and still answers the job", async () => {
    const { helper, end } = await jobWithHelper(folder.path);
    const stranger = await promisify(execFile)(helper).catch((error: { stdout: string; stderr: string }) => error);
    expect(stranger).toMatchObject({ stdout: "", stderr: "keyferry: the helper was not called by the job\n" });
    expect((await end()).stdout).toBe(`${VALUE}\n`);
  });

  it.runIf(onLinux)("says no to a process that gives itself out for another, and to a wrong token", async () => {
    const { helper, end } = await jobWithHelper(folder.path);
    const token = readFileSync(`${helper}.token`, "utf8");
    const ask = async (told: unknown) => {
      const socket = connect(join(dirname(helper), "broker"));
      socket.write(`${typeof told === "string" ? told : JSON.stringify(told)}\n`);
      await once(socket, "data");
      socket.write("ready\n");
      const answer = String((await once(socket, "data"))[0]);
      socket.destroy();
      return answer;
    };
    const answers = [
      await ask({ token, pid: 1, prompt: "" }),
      await ask({ token, pid: process.pid, prompt: "" }),
      await ask({ token, pid: -1, prompt: "" }),
      await ask({ token: "0".repeat(64), pid: process.pid, prompt: "" }),
      await ask("not json"),
    ];
    for (const answer of answers) expect(answer).toMatch(/^-\w/);
    expect((await end()).stdout).toBe(`${VALUE}\n`);
  });

  it.runIf(onLinux)("is not stopped by callers that say nothing, or too much", async () => {
    const { helper, end } = await jobWithHelper(folder.path);
    const broker = join(dirname(helper), "broker");
    const silent = Array.from({ length: 20 }, () => connect(broker));
    const loud = connect(broker);
    loud.on("error", () => undefined);
    loud.write("x".repeat(100_000));
    await new Promise((resolve) => loud.on("close", resolve));
    expect((await end()).stdout).toBe(`${VALUE}\n`);
    for (const socket of silent) socket.destroy();
  });
});

describe.runIf(process.platform !== "win32")("askpass", () => {
  it("serves ssh, git and sudo, and forces ssh to ask it", async () => {
    const { stdout } = await shell(
      'echo "$SSH_ASKPASS_REQUIRE"; "$GIT_ASKPASS" "Password: "; test "$SSH_ASKPASS" = "$SUDO_ASKPASS" && echo same',
      [secret("askpass", VALUE)],
    );
    expect(stdout).toBe(`force\n${VALUE}\nsame\n`);
  });

  it("answers each kind of question with its own value, once", async () => {
    const script = `for q in "Username for 'https://h': " "Password for 'https://u@h': " "Enter passphrase for key '/k': " "Password: "; do
      "$GIT_ASKPASS" "$q" 2>/dev/null || echo none; done`;
    const { stdout } = await shell(script, [
      secret("askpass:username", "cnry-user"),
      secret("askpass:password", "cnry-password"),
      secret("askpass:passphrase", "cnry-passphrase"),
    ]);
    expect(stdout).toBe("cnry-user\ncnry-password\ncnry-passphrase\nnone\n");
  });

  it("gives no value to a question about a host key, and none to a question of another kind", async () => {
    const script = `"$SSH_ASKPASS" "Are you sure you want to continue connecting (yes/no/[fingerprint])? " || echo none
      "$SSH_ASKPASS" "Please type 'yes', 'no' or the fingerprint: " || echo none
      "$SSH_ASKPASS" "Username: " || echo none`;
    const { stdout } = await shell(script, [secret("askpass:password", VALUE)]);
    expect(stdout).toBe("none\nnone\nnone\n");
  });
});
