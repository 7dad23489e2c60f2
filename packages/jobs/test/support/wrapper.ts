/**
 * A wrapper as the command line is one: it runs the job that its first argument describes, on its own standard streams and
 * signals, and exits with the job's code.
 */
import { isKeyferryError } from "@keyferry/core/delivery";
import { planJob, programExitCode, runJob } from "../../src/index.ts";
import { envValue, secret } from "./seal.ts";

const { program, args, secrets, deliver, graceMs, redact } = JSON.parse(process.argv[2] ?? "");
const texts = (given: unknown) => Object.entries((given ?? {}) as Record<string, string>);
const payloads = [
  ...texts(secrets).map(([name, value]) => envValue(name, value)),
  ...texts(deliver).map(([delivery, value]) => secret(delivery, value)),
];
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
try {
  const plan = planJob({ program, args, payloads, withheldVariables: [] }, process.env);
  const { code } = await runJob(plan, {
    stdio: process,
    warn: (message) => void process.stderr.write(`wrapper: ${message}\n`),
    graceMs: graceMs ?? 30_000,
    ...(redact === undefined ? {} : { redact }),
  });
  process.stderr.write(`wrapper: rss ${process.resourceUsage().maxRSS}\n`);
  process.exitCode = code;
} catch (error) {
  process.stderr.write(`wrapper: ${isKeyferryError(error) ? error.message : "a foreign error"}\n`);
  process.exitCode = programExitCode(error) ?? 70;
}
