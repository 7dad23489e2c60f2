import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quotedForBash, typedLine } from "../../src/completion/typed.ts";
import { fakeKeyferry } from "../fakes/keyferry.ts";
import { run } from "../fakes/world.ts";

const host = fakeKeyferry({
  secrets: { list: async () => [{ name: "nas password", type: "password" }] as never },
  profiles: { list: async () => [{ name: "nightly" }] as never },
  recipes: { list: async () => [{ id: "rsync", displayName: "rsync with a daemon" }] as never },
  assistance: {
    connections: async () => [
      { name: "prod", provider: "aws" },
      { name: "play", provider: "gcp" },
    ],
    catalogue: () => [{ setting: "sftp.host", description: "Host" }] as never,
  },
  providers: { list: async () => [{ id: "aws", package: "@keyferry/provider-aws" }] as never },
});

/** What stands at the cursor for these words: names alone. */
async function reply(...words: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await run(["completion", "--reply", "zsh", "--", "keyferry", ...words], { host });
  expect([code, stderr]).toEqual([0, ""]);
  return stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => line.split("\t", 1)[0] ?? "");
}

describe("what completion offers", () => {
  it.each([
    [["conn"], ["connection"]],
    [["--v"], ["--version"]],
    [["secret", "cr"], ["create"]],
    [
      ["connection", "check", "p"],
      ["prod", "play"],
    ],
    [
      ["connection", "check", "--json", "p"],
      ["prod", "play"],
    ],
    [
      ["secret", "create", "x", "--connection", ""],
      ["prod", "play"],
    ],
    [["secret", "create", "x", "--connection=pr"], ["--connection=prod"]],
    [["secret", "create", "x", "--type", "u"], ["username"]],
    [["secret", "create", ""], []],
    [["secret", "describe", ""], ["nas password"]],
    [["secret", "describe", "nas password", ""], []],
    [["secret", "rename", "nas password", ""], []],
    [["secret", "keys", "pr"], ["prod"]],
    [["secret", "keys", "prod", ""], []],
    [["profile", "use", "n"], ["nightly"]],
    [["profile", "use", "nightly", "s"], ["sftp.host"]],
    [["profile", "use", "nightly", "sftp.host", ""], ["nas password"]],
    [["profile", "deliver", "nightly", ""], ["sftp.host="]],
    [["run", "--deliver", ""], ["sftp.host="]],
    [
      ["impact", ""],
      ["nas password", "prod", "play"],
    ],
    [["recipe", "show", ""], ["rsync"]],
    [["profile", "job", "nightly", "--recipe", "r"], ["rsync"]],
    [["profile", "import", "x.json", "--bind", "s"], ["sftp.host="]],
    [["audit", "list", "--profile", ""], ["nightly"]],
    [["run", ""], ["nightly"]],
    [["run", "nightly", "--", "x"], [":files"]],
    [["run", "--settings", ""], [":files"]],
    [["connection", "create", "x", "--provider", ""], ["aws"]],
    [
      ["completion", ""],
      ["bash", "zsh", "fish", "powershell"],
    ],
    [["nonsense", ""], []],
    [["secret", "nonsense", ""], []],
    [["secret", "list", "--js"], ["--json"]],
  ])("for %j is %j", async (words, offered) => {
    expect(await reply(...words)).toEqual(offered);
  });

  it("reads the settings that the line names", async () => {
    const { opened } = await run(
      ["completion", "--reply", "fish", "--", "keyferry", "run", "--settings", "/other.json", ""],
      { host },
    );
    expect(opened).toEqual([{ settings: "/other.json" }]);
  });

  it("is nothing where the settings are broken, and no error", async () => {
    const broken = fakeKeyferry({ profiles: { list: () => Promise.reject(new Error("broken")) } });
    const { code, stdout, stderr } = await run(["completion", "--reply", "zsh", "--", "keyferry", "run", ""], {
      host: broken,
    });
    expect([code, stdout, stderr]).toEqual([0, "", ""]);
  });

  it("comes as a script for each shell, and for no other", async () => {
    for (const shell of ["bash", "zsh", "fish", "powershell"]) {
      expect((await run(["completion", shell])).stdout).toContain("completion --reply");
    }
    expect((await run(["completion", "csh"])).code).toBe(64);
  });
});

describe("a line of bash", () => {
  it.each([
    ["keyferry ", [], ""],
    ["keyferry secret sh", ["secret"], "sh"],
    ["keyferry secret show 'my nas", ["secret", "show"], "my nas"],
    ['keyferry a\\ b "c d" ', ["a b", "c d"], ""],
    ['keyferry "a\\"b', [], 'a"b'],
    ["keyferry '' x", [""], "x"],
  ])("%j has the words %j and %j", (line, words, current) => {
    expect(typedLine(line)).toMatchObject({ words, current });
  });

  it("says what bash keeps of a word", () => {
    expect(typedLine("keyferry run --deliver=sftp").kept).toBe("--deliver=".length);
    expect(typedLine("keyferry x 'a:b").kept).toBe(0);
    expect(typedLine("keyferry a:b c").kept).toBe(0);
  });

  it("reads back every word that was quoted for it", () => {
    const word = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => !/[\n\0]/.test(text));
    fc.assert(
      fc.property(word, fc.constantFrom("", "'", '"'), (text, quote) => {
        const quoted = quote + quotedForBash(text, quote as "" | "'" | '"');
        const closed =
          quoted.endsWith(quote) && quote !== "" && quoted.length > 1 && text.endsWith(quote) ? quoted : quoted + quote;
        expect(typedLine(`keyferry ${closed} `).words).toEqual([text]);
      }),
    );
  });
});
