import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { Language, type Node, Parser } from "web-tree-sitter";
import { SCRIPTS } from "../../src/completion/scripts.ts";
import { fakeKeyferry } from "../fakes/keyferry.ts";
import { run } from "../fakes/world.ts";

const GRAMMAR = fileURLToPath(import.meta.resolve("tree-sitter-powershell/tree-sitter-powershell.wasm"));

let parser: Parser;
beforeAll(async () => {
  await Parser.init();
  parser = new Parser().setLanguage(await Language.load(GRAMMAR));
});

function parse(script: string): Node {
  const tree = parser.parse(script);
  if (tree === null) throw new Error("it was not parsed");
  return tree.rootNode;
}

/** Every node of one kind, as it stands in the script. */
const texts = (root: Node, kind: string): string[] =>
  root.descendantsOfType(kind).flatMap((node) => (node ? [node.text] : []));

// PowerShell itself is not run: what it makes of the script is held to its grammar, and what passes between them to bytes.
describe("the completion for PowerShell", () => {
  it("is PowerShell by its grammar", () => {
    const root = parse(SCRIPTS.powershell);
    expect([root.hasError, texts(root, "ERROR")]).toEqual([false, []]);
    const missing: string[] = [];
    const walk = (node: Node): void => {
      if (node.isMissing) missing.push(node.type);
      for (const child of node.children) if (child) walk(child);
    };
    walk(root);
    expect(missing).toEqual([]);
  });

  it("would be refused with any bracket of it missing", () => {
    const { powershell } = SCRIPTS;
    const code = powershell.indexOf("\n");
    const places = [...powershell].flatMap((sign, at) => (at > code && /[{}()]/.test(sign) ? [at] : []));
    expect(places.length).toBeGreaterThan(40);
    const unseen = places.filter((at) => !parse(powershell.slice(0, at) + powershell.slice(at + 1)).hasError);
    expect(unseen.map((at) => powershell.slice(at - 10, at + 10))).toEqual([]);
  });

  it("registers for keyferry as a native command, with the three parameters in their order", () => {
    const root = parse(SCRIPTS.powershell);
    const [register] = root.descendantsOfType("command");
    const words = texts(register as Node, "command_parameter").slice(0, 3);
    expect([register?.childForFieldName("command_name")?.text, words]).toEqual([
      "Register-ArgumentCompleter",
      ["-Native", "-CommandName", "-ScriptBlock"],
    ]);
    expect(register?.text).toMatch(/^Register-ArgumentCompleter -Native -CommandName keyferry -ScriptBlock \{/);
    const [parameters] = root.descendantsOfType("param_block");
    expect(texts(parameters as Node, "variable")).toEqual(["$wordToComplete", "$commandAst", "$cursorPosition"]);
  });

  it("gives CompletionResult four texts, none of which can be empty", () => {
    const [made] = texts(parse(SCRIPTS.powershell), "invokation_expression").filter((text) =>
      /CompletionResult/.test(text),
    );
    expect(made).toBe(
      "[System.Management.Automation.CompletionResult]::new($text, $name, 'ParameterValue', $description)",
    );
    expect(SCRIPTS.powershell).toContain("Where-Object { $_ }");
    expect(SCRIPTS.powershell).toContain("if (-not $description) { $description = $name }");
  });

  it("passes one argument that every PowerShell hands over as it is, and no --", () => {
    const [asked] = texts(parse(SCRIPTS.powershell), "command").filter((text) => text.startsWith("& "));
    expect(asked).toBe("& $words[0] completion --reply powershell $typed 2>$null");
  });
});

describe("the reply to PowerShell", () => {
  const host = fakeKeyferry({
    secrets: {
      list: async () => ['it\'s "prod"', "räksmörgås 🚀", "plain"].map((name) => ({ name, type: "password" })) as never,
    },
    assistance: { connections: async () => [{ name: "prod", provider: "aws" }] },
  });
  const base64 = (...words: string[]) => Buffer.from(["keyferry", ...words].join("\0")).toString("base64");
  const reply = async (...words: string[]) => {
    const { code, stdout, stderr } = await run(["completion", "--reply", "powershell", base64(...words)], { host });
    expect([code, stderr, /^[A-Za-z0-9+/=]*$/.test(stdout)]).toEqual([0, "", true]);
    return Buffer.from(stdout, "base64").toString("utf8");
  };

  it("has every name as it is, whatever code page the console has", async () => {
    expect(await reply("secret", "describe", "")).toBe(
      'it\'s "prod"\tpassword\nräksmörgås 🚀\tpassword\nplain\tpassword\n',
    );
  });

  it("is for the word at the cursor, an empty one and one with quotes too", async () => {
    expect(await reply("connection", "check", "")).toBe("prod\taws\n");
    expect(await reply("connection", "check", "", "")).toBe("");
    expect(await reply("secret", "describe", "it's \"p")).toBe('it\'s "prod"\tpassword\n');
  });

  it("is nothing where only the shell knows, and for what is no base64", async () => {
    expect(await reply("run", "nightly", "--", "x")).toBe("");
    for (const typed of [["%%%"], []]) {
      const { code, stderr } = await run(["completion", "--reply", "powershell", ...typed], { host });
      expect([code, stderr]).toEqual([0, ""]);
    }
  });
});
