import { inspect } from "node:util";
import { isKeyferryError, type JobInput, type JobPayload } from "@keyferry/core/delivery";
import { describe, expect, it } from "vitest";
import { explainPlan, planJob, tooShortToMask } from "../../src/index.ts";
import { posix } from "../../src/platform/posix.ts";
import { windows } from "../../src/platform/windows.ts";
import { prepareJob } from "../../src/run/prepare.ts";
import { envValue, literal } from "../support/seal.ts";

const CANARY = "cnry-5be1a7";

function job(payloads: JobPayload[], rest: Partial<JobInput> = {}): JobInput {
  return { program: "tool", args: ["-v"], payloads, withheldVariables: [], ...rest };
}

/** The failures of a plan that is refused, as `code setting`. */
function refusal(input: JobInput): { codes: string[]; text: string } {
  try {
    planJob(input, {}, posix);
  } catch (error) {
    if (!isKeyferryError(error)) throw error;
    const codes = error.failures.map(({ code, setting }) => `${code} ${setting ?? "-"}`);
    return { codes, text: inspect(error, { depth: 9, showHidden: true }) };
  }
  throw new Error("the job was not refused");
}

describe("planJob", () => {
  it("passes the environment without what is withheld and without Keyferry's own", () => {
    const environment = { HOME: "/h", AKID: "x", KEYFERRY_PASSPHRASE: "y", keyferry_settings: "z", GONE: undefined };
    const plan = planJob(job([], { withheldVariables: ["AKID", "ABSENT"] }), environment, posix);
    expect(plan.environment).toEqual({ HOME: "/h" });
    expect(environment.AKID).toBe("x");
    expect(plan).toMatchObject({ program: "tool", args: ["-v"] });
  });

  it("lets a value take the place of a variable, also of a withheld one", async () => {
    const plan = planJob(
      job([envValue("TOKEN", CANARY), literal("HOST", "nas")], {
        withheldVariables: ["TOKEN"],
      }),
      { TOKEN: "old", HOST: "old", LANG: "C" },
      posix,
    );
    expect((await prepareJob(plan, posix)).environment).toEqual({ TOKEN: CANARY, HOST: "nas", LANG: "C" });
  });

  it("holds no opened value", () => {
    const plan = planJob(job([envValue("TOKEN", CANARY)]), {}, posix);
    const shown =
      inspect(plan, { depth: 9, showHidden: true }) + JSON.stringify(plan) + JSON.stringify(explainPlan(plan));
    expect(shown).not.toContain(CANARY);
    expect(explainPlan(plan)).toEqual([{ settings: ["test.TOKEN"], delivery: "env:TOKEN" }]);
  });

  it("refuses everything that stands in the way at once, without a value", () => {
    const long = `${CANARY}${"x".repeat(131_072 - CANARY.length - "LONG".length - 1)}`;
    const { codes, text } = refusal(
      job(
        [
          envValue("NUL", `${CANARY}\0`, "a.nul"),
          envValue("LONG", long, "b.long"),
          envValue("BYTES", Uint8Array.of(0xff, 0xfe), "c.bytes"),
          envValue("LONE", `${CANARY}\ud800`, "d.lone"),
          envValue("ONE", `${CANARY}-1`, "e.one"),
          envValue("ONE", `${CANARY}-2`, "f.two"),
        ],
        { program: "" },
      ),
    );
    expect(codes).toEqual([
      "program -",
      "value a.nul",
      "delivery b.long",
      "value c.bytes",
      "value d.lone",
      "delivery f.two",
    ]);
    expect(text).not.toContain(CANARY);
  });

  it("takes the longest variable that the system takes, empty ones, line breaks and UTF-8 bytes", async () => {
    const values = [
      envValue("LONG", "x".repeat(131_072 - "LONG".length - 2)),
      envValue("EMPTY", ""),
      envValue("LINES", "a\r\nb$'\"`"),
      envValue("BYTES", Buffer.from("\ufeffzü")),
    ];
    const plan = planJob(job(values), {}, posix);
    expect((await prepareJob(plan, posix)).environment).toMatchObject({
      EMPTY: "",
      LINES: "a\r\nb$'\"`",
      BYTES: "\ufeffzü",
    });
  });

  it("refuses a NUL in the program or its arguments", () => {
    expect(refusal(job([], { args: ["a\0b"] })).codes).toEqual(["program -"]);
    expect(refusal(job([], { program: "a\0b" })).codes).toEqual(["program -"]);
  });

  it("treats variables that differ by case as one on Windows alone", async () => {
    const values = [envValue("Token", CANARY), envValue("TOKEN", CANARY)];
    expect(() => planJob(job(values), {}, windows({}))).toThrow(/already taken by the setting test.Token/);
    expect(planJob(job(values), {}, posix).payloads).toHaveLength(2);
    const plan = planJob(
      job(values.slice(1), { withheldVariables: ["akid"] }),
      { token: "old", AKID: "x" },
      windows({}),
    );
    expect((await prepareJob(plan, windows({}))).environment).toEqual({ TOKEN: CANARY });
  });
});

describe("tooShortToMask", () => {
  it("names the settings of secrets under 4 bytes, not those of empty ones and literals", () => {
    const values = [
      envValue("A", "abc"),
      envValue("B", "abcd"),
      envValue("C", ""),
      envValue("D", "ü€".slice(0, 1)),
      literal("L", "ab"),
    ];
    expect(tooShortToMask(values)).toEqual(["test.A", "test.D"]);
  });
});
