import type { CaseContext } from "../case-context.ts";
import { type ConformanceCase, has } from "../conformance-case.ts";
import { ensure } from "../conformance-error.ts";
import { canary, hostileCanary } from "../leaks/canary.ts";
import { minValueBytes } from "../leaks/needles.ts";
import { LeakScanner } from "../leaks/scanner.ts";
import { readList } from "../read-list.ts";
import { captureOutput } from "./capture-output.ts";
import { ensureFindable } from "./negative-control.ts";
import { provokeAll } from "./provoke.ts";

/** What must not get out: the seeded values, the login, and what a manager's error says of either. */
interface Hidden {
  readonly values: readonly string[];
  readonly echo: string;
}

/** Seeds what is hard to hide, and lists all that must stay hidden. */
async function hide(context: CaseContext): Promise<Hidden> {
  const [plain, hostile, echo] = [canary(), hostileCanary(), canary()];
  await context.seedCanary("plain", plain);
  await context.seedCanary("hostile", hostile);
  const { credentials } = context.harness.connection;
  const login = Object.values(credentials).filter((text) => Buffer.byteLength(text) >= minValueBytes);
  return { values: [plain, hostile, ...login.filter((text) => text.isWellFormed()), echo], echo };
}

function ensureClean(values: readonly string[], thing: unknown, what: string): void {
  const findings = new LeakScanner(values).scanObject(thing, what);
  const places = [...new Set(findings.map(({ source, encoding }) => `${source} as ${encoding}`))];
  ensure(
    findings.length === 0,
    `${what} hold a value, a credential or what a manager said: ${places.slice(0, 5).join("; ")}`,
  );
}

/** Opens a session, and lets it do all that it can, with and without faults. */
async function exercise(context: CaseContext, echo: string) {
  const session = await context.open();
  const check = await session.check(context.patient());
  const { items } = await readList(session, () => context.patient());
  const addresses = items.map(({ name }) => context.canonical(name));
  const described = await Promise.all(addresses.map(async (address) => session.describe?.(address, context.patient())));
  for (const address of addresses) await session.fetch([address], context.patient());
  const provoked = await provokeAll(context, echo);
  await session.dispose();
  return { check, items, described, provoked };
}

export const leakCases: readonly ConformanceCase[] = [
  {
    id: "leaks/errors",
    title: "no failure holds a value, a credential or a manager's own words, in nine encodings, however deep",
    run: async (context) => {
      const { values, echo } = await hide(context);
      ensureFindable("an error", (text) => Object.assign(new Error("x", { cause: { text } }), { failure: {} }));
      const { provoked } = await exercise(context, echo);
      ensure(provoked.length > 0, "no failure was provoked");
      ensureClean(values, provoked, "failures");
    },
  },
  {
    id: "leaks/logs",
    title: "no log record holds a value, a credential or a manager's own words",
    run: async (context) => {
      const { values, echo } = await hide(context);
      ensureFindable("a log record", (text) => [{ level: "debug", message: "x", fields: { text } }]);
      await exercise(context, echo);
      ensureClean(values, context.logs, "log records");
    },
  },
  {
    id: "leaks/descriptions",
    title: "nothing that check, list and describe tell holds a value or a credential",
    run: async (context) => {
      const { values, echo } = await hide(context);
      ensureFindable("a description", (text) => [{ name: "x", description: text }]);
      const { check, items, described } = await exercise(context, echo);
      ensureClean(values, { check, items, described }, "descriptions");
    },
  },
  {
    id: "leaks/output",
    title: "nothing is printed",
    run: async (context) => {
      const { echo } = await hide(context);
      const control = await captureOutput(async () => void process.stdout.write("printed"));
      ensure(control.includes("printed"), "the suite does not see what is printed");
      const printed = await captureOutput(async () => void (await exercise(context, echo)));
      ensure(printed === "", "a session prints");
    },
  },
  {
    id: "leaks/login",
    title: "the failure of a wrong login does not repeat it",
    missing: has("otherCredentials"),
    run: async (context) => {
      const wrong = context.harness.otherCredentials ?? {};
      const texts = Object.values(wrong).filter((text) => Buffer.byteLength(text) >= minValueBytes);
      ensure(texts.length > 0, `no wrong credential has ${minValueBytes} bytes`);
      const attempt = async () => (await context.open({ credentials: wrong })).check(context.patient());
      const thrown: unknown = await attempt().catch((failed: unknown) => failed);
      ensureClean(texts, [thrown, context.logs], "the failure of a login");
    },
  },
];
