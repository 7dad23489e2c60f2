/**
 * Flags of Node that open the process to others, or write memory, keys or traffic to files. `--inspect-port` and
 * `--inspect-publish-uid` alone open nothing, and are refused with the rest: nobody needs them here.
 */
const FLAGS =
  /^--(?:inspect|debug|heapsnapshot-|heap-prof|report-on-|report-uncaught|abort-on-uncaught|tls-keylog|trace-tls|trace-event|prof\b|track-heap)/;

/** What makes Node print or write what it sends: the traffic of http and tls, the environment of a started program. */
const PRINTING = ["NODE_DEBUG", "NODE_DEBUG_NATIVE"] as const;

/** What keeps Keyferry from starting, and what to do. */
export interface Refusal {
  readonly message: string;
  readonly hint: string;
}

/**
 * Why Keyferry does not start in this environment: nothing where it does. Each of these would show values or credentials, or
 * send them where no certificate was checked.
 */
export function refusals(
  env: Readonly<Record<string, string | undefined>>,
  execArgv: readonly string[],
): readonly Refusal[] {
  const found: Refusal[] = [];
  if (env.NODE_TLS_REJECT_UNAUTHORIZED === "0") {
    found.push({
      message: "NODE_TLS_REJECT_UNAUTHORIZED=0 turns off the check of certificates",
      hint: "unset it; a connection takes a CA file where the manager has a certificate of its own",
    });
  }
  for (const name of PRINTING.filter((variable) => env[variable])) {
    found.push({ message: `${name} makes Node print what it sends and starts`, hint: `unset ${name}` });
  }
  const options = (env.NODE_OPTIONS ?? "").split(/[\s"']+/);
  for (const flag of [...execArgv, ...options].filter((option) => FLAGS.test(option.replaceAll("_", "-")))) {
    const name = flag.split("=", 1)[0] ?? flag;
    found.push({ message: `the option ${name} of Node lets others see what this process holds`, hint: "leave it out" });
  }
  return found;
}
