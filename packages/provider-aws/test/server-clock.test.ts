import { describe, expect, it } from "vitest";
import { serverClock } from "../src/server-clock.ts";

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** A clock of this machine that the test sets, and one that hears the server. */
function clocks() {
  let local = Date.parse("2026-01-01T00:00:00Z");
  return {
    clock: serverClock(() => local),
    local: () => local,
    pass: (ms: number) => {
      local += ms;
    },
    header: (ahead: number) => new Date(local + ahead).toUTCString(),
  };
}

describe("the server's clock", () => {
  it("is this machine's until an answer says otherwise", () => {
    const { clock, local } = clocks();
    expect(clock.now()).toBe(local());
  });

  it.each([HOUR, -HOUR, 0])("is %d ms away after an answer that says so, and goes on from there", (ahead) => {
    const { clock, local, pass, header } = clocks();
    clock.hear({ date: header(ahead) }, local());
    pass(5_000);
    expect(clock.now()).toBe(local() + ahead);
  });

  it.each([
    ["without a date", () => ({})],
    ["with a date that is none", () => ({ date: "soon" })],
    ["out of a cache", (date: string) => ({ date, age: "0" })],
  ])("learns nothing of an answer %s", (_, headers) => {
    const { clock, local, header } = clocks();
    clock.hear(headers(header(HOUR)), local());
    expect(clock.now()).toBe(local());
  });

  it("learns nothing of an answer that took more than a quarter of an hour", () => {
    const { clock, local, pass, header } = clocks();
    const sent = local();
    pass(15 * MINUTE + 1);
    clock.hear({ date: header(HOUR) }, sent);
    expect(clock.now()).toBe(local());
  });
});
