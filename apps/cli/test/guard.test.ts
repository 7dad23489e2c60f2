import { describe, expect, it } from "vitest";
import { refusals } from "../src/guard.ts";

describe("the guard", () => {
  it.each([
    [{ NODE_TLS_REJECT_UNAUTHORIZED: "0" }, []],
    [{ NODE_DEBUG: "http" }, []],
    [{ NODE_DEBUG: "child_process" }, []],
    [{ NODE_DEBUG_NATIVE: "tls" }, []],
    [{ NODE_OPTIONS: "--inspect" }, []],
    [{ NODE_OPTIONS: "--max-old-space-size=512 --inspect-brk=0.0.0.0:9229" }, []],
    [{ NODE_OPTIONS: '"--report-on-signal"' }, []],
    [{ NODE_OPTIONS: "--inspect_brk" }, []],
    [{}, ["--inspect=9229"]],
    [{}, ["--heapsnapshot-signal=SIGUSR2"]],
    [{}, ["--tls-keylog=/tmp/keys"]],
    [{}, ["--report-uncaught-exception"]],
  ])("refuses %j %j and names the next step", (env, execArgv) => {
    const [refused] = refusals(env, execArgv);
    expect(refused?.hint).toMatch(/./);
    expect(refused?.message).toMatch(/NODE_TLS|NODE_DEBUG|--/);
  });

  it.each([
    [{}, []],
    [
      { NODE_TLS_REJECT_UNAUTHORIZED: "1", NODE_DEBUG: "", NODE_OPTIONS: "--max-old-space-size=512 --require ./x.js" },
      [],
    ],
    [{ NODE_ENV: "production" }, ["--disable-warning=ExperimentalWarning", "--profile-nothing"]],
  ])("lets %j %j pass", (env, execArgv) => {
    expect(refusals(env, execArgv)).toEqual([]);
  });
});
