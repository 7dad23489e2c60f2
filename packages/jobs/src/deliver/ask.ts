/**
 * The program behind a job's helper scripts: asks the broker of its folder and prints the answer, with a line break. It gets the
 * folder, the helper's name, and what the caller asks; the token lies in the folder, so that it is in no argument and no variable.
 */
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";

const [folder = "", name = "", ...words] = process.argv.slice(2);

function fail(reason: string): void {
  process.stderr.write(`keyferry: ${reason}\n`);
  process.exitCode = 1;
}

function ask(token: string): void {
  const socket = connect(path.join(folder, "broker"));
  const answer: Buffer[] = [];
  let challenged = false;
  socket.on("error", () => fail("the job that this helper belongs to has ended"));
  socket.on("connect", () =>
    socket.write(`${JSON.stringify({ token, pid: process.pid, prompt: words.join(" ").slice(0, 4_096) })}\n`),
  );
  socket.on("data", (data: Buffer) => {
    if (challenged) return void answer.push(data);
    challenged = true;
    // The name of this process is what the broker looks at.
    process.title = data.toString("latin1").trim();
    socket.write("ready\n");
  });
  socket.on("end", () => {
    const whole = Buffer.concat(answer);
    if (whole[0] === 0x2b) process.stdout.write(Buffer.concat([whole.subarray(1), Buffer.from("\n")]));
    else fail(whole.subarray(1).toString() || "the job gave no answer");
  });
}

try {
  ask(readFileSync(path.join(folder, `${name}.token`), "utf8"));
} catch {
  fail("the job that this helper belongs to has ended");
}
