import type { ConnectionChange, ConnectionView, ModificationView } from "@keyferry/core";
import { KeyferryError } from "@keyferry/core/delivery";
import { describe, expect, it } from "vitest";
import { fakeKeyferry } from "../fakes/keyferry.ts";
import { answering } from "../fakes/prompter.ts";
import { run } from "../fakes/world.ts";

const QUESTION = "Where it points changes. Is its login for that place?";
const PLAN: ModificationView = {
  connection: "prod",
  changes: [],
  toSeal: [],
  originChanges: [{ field: "endpoint", from: "https://a", to: "https://b\u001b[2J" }],
  origin: { endpoint: "https://b\u001b[2J" },
  voided: ["token"],
  needsConfirmation: true,
};

function modifying(plan: ModificationView = PLAN) {
  const modified: [string, ConnectionChange, unknown][] = [];
  const host = fakeKeyferry({
    connections: {
      modification: async () => plan,
      async modify(name, change, options) {
        modified.push([name, change, options]);
        if (plan.needsConfirmation && !options?.confirmedOrigin && !change.sources?.token) {
          throw new KeyferryError({ code: "rule", message: "not confirmed" });
        }
        return { name, provider: "acme", auth: { method: "token" } } as ConnectionView;
      },
    },
  });
  return { host, modified };
}

const SET = ["connection", "modify", "prod", "--set", "endpoint=https://b"];

describe("connection modify", () => {
  it("hands the change to core, and says what came of it", async () => {
    const { host, modified } = modifying({ ...PLAN, originChanges: [], needsConfirmation: false });
    const options = ["--auth", "token", "--set", "a=1", "--unset", "b", "--credential", "token=fd:3"];
    const { code, stdout, stderr } = await run(["connection", "modify", "prod", ...options], { host });
    expect([code, stdout, stderr]).toEqual([0, "", "connection prod modified (acme, login by token)\n"]);
    const change = { fields: { a: "1" }, unset: ["b"], sources: { token: "fd:3" }, auth: "token" };
    expect(modified).toEqual([["prod", change, {}]]);
  });

  it("shows the old place and the new, and leaves the refusal to core where nobody can be asked", async () => {
    const { host, modified } = modifying();
    const { code, stderr } = await run(SET, { host });
    expect(code).toBe(78);
    expect(stderr).toMatch(/^endpoint: https:\/\/a → https:\/\/b\\u\{1b\}\[2J\nerror: not confirmed/);
    expect(modified).toHaveLength(1);
  });

  it("confirms the very place that was shown, by the option or at the terminal", async () => {
    for (const how of ["option", "terminal"]) {
      const { host, modified } = modifying();
      const prompter = answering({ [QUESTION]: "yes, the login may go there" });
      const line = how === "option" ? [...SET, "--confirm-origin"] : SET;
      expect((await run(line, { host, prompter })).code).toBe(0);
      expect(prompter.asked).toEqual(how === "option" ? [] : [QUESTION]);
      expect(modified[0]?.[2]).toEqual({ confirmedOrigin: PLAN.origin });
    }
  });

  it("takes another login at the terminal, or changes nothing", async () => {
    const { host, modified } = modifying();
    const anew = answering({
      [QUESTION]: "no, I give another login",
      "Where does token come from?": "a credential of a systemd unit",
      "token: name of the credential": "token",
    });
    expect((await run(SET, { host, prompter: anew })).code).toBe(0);
    expect(modified[0]?.slice(1)).toEqual([
      { fields: { endpoint: "https://b" }, unset: [], sources: { token: "systemd:token" } },
      {},
    ]);
    const no = answering({ [QUESTION]: "no, change nothing" });
    expect((await run(SET, { host, prompter: no })).code).toBe(130);
    expect(modified).toHaveLength(1);
  });

  it("says how to seal anew what was sealed for another place, where nobody can be asked", async () => {
    const { host, modified } = modifying({ ...PLAN, originChanges: [], needsConfirmation: false, toSeal: ["token"] });
    const { code, stderr } = await run(SET, { host });
    expect([code, modified.length]).toEqual([0, 1]);
    expect(stderr).toContain("its login is not sealed yet: keyferry connection login prod\n");
  });

  it("proves the login first, and at the terminal asks what to do where that fails", async () => {
    const { host, modified } = modifying({ ...PLAN, originChanges: [], needsConfirmation: false });
    const connections = {
      ...host.connections,
      modifyChecked: async () => {
        throw new KeyferryError({ code: "unavailable", message: "nobody there", connection: "prod" });
      },
    };
    const unreachable = { ...host, connections };
    const refused = await run(SET, { host: unreachable });
    expect([refused.code, modified]).toEqual([69, []]);
    expect(refused.stderr).toContain("nothing was saved; --unchecked saves the connection all the same");
    const nothing = answering({ "The login could not be proved": "save nothing" });
    expect((await run(SET, { host: unreachable, prompter: nothing })).code).toBe(69);
    expect(modified).toEqual([]);
    const anyway = answering({ "The login could not be proved": "save it unchecked" });
    expect((await run(SET, { host: unreachable, prompter: anyway })).code).toBe(0);
    expect((await run([...SET, "--unchecked"], { host: unreachable })).code).toBe(0);
    expect(modified).toHaveLength(2);
  });

  it("is a usage error without a change, and refuses a value in the place of a source without showing it", async () => {
    const { host, modified } = modifying();
    expect((await run(["connection", "modify", "prod"], { host })).code).toBe(64);
    const { code, stderr } = await run(["connection", "modify", "prod", "--credential", "token=cnry_1"], { host });
    expect([code, modified]).toEqual([64, []]);
    expect(stderr).not.toContain("cnry_1");
  });
});
