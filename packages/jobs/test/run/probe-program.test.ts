import { expect, it } from "vitest";
import { probeProgram } from "../../src/index.ts";

const node = (script: string) => ({ program: process.execPath, args: ["-e", script], withheldVariables: ["LOGIN"] });

it("gives what a program prints on both of its streams", async () => {
  const printed = await probeProgram(node("console.log('out 1.2'); console.error('err 3.4')"), {});
  expect(printed?.split("\n").sort()).toEqual(["", "err 3.4", "out 1.2"]);
});

it("shows the program neither our own variables nor those of the logins", async () => {
  const environment = { LOGIN: "a", KEYFERRY_SETTINGS: "b", OTHER: "c" };
  const script = "console.log(['LOGIN', 'KEYFERRY_SETTINGS', 'OTHER'].filter((name) => process.env[name]).join())";
  expect(await probeProgram(node(script), environment)).toBe("OTHER\n");
});

it("gives nothing where there is no such program", async () => {
  expect(
    await probeProgram({ program: "keyferry-no-such-program", args: [], withheldVariables: [] }, {}),
  ).toBeUndefined();
});

it("keeps no more than is needed of a program that prints without end", async () => {
  const printed = await probeProgram(node("process.stdout.write('x'.repeat(5_000_000))"), {});
  expect(printed?.length).toBeLessThan(1_000_000);
});
