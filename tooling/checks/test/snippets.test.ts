import { describe, expect, it } from "vitest";
import { isTakenFrom, snippetsOf } from "../src/docs/snippets.ts";
import { readText } from "../src/repository.ts";

const EXAMPLE = "examples/third-party-provider";
const snippets = snippetsOf(readText("docs/writing-a-provider.md"));

describe("docs/writing-a-provider.md", () => {
  it.each(snippets.map((snippet, at) => [at + 1, snippet.file, snippet] as const))(
    "piece %i stands word for word in %s of the example, which check:pack builds and runs",
    (_at, file, { code }) => {
      expect(isTakenFrom(code, readText(`${EXAMPLE}/${file}`))).toBe(true);
    },
  );

  it("shows each file of the example", () => {
    expect([...new Set(snippets.map(({ file }) => file))].sort()).toEqual([
      "package.json",
      "src/address.ts",
      "src/index.ts",
      "src/manifest.ts",
      "src/session.ts",
    ]);
  });
});

describe("the comparison", () => {
  it("catches code that is not in the file, and none at all", () => {
    expect(isTakenFrom("const a = 1;\n", "const a = 1;\nconst b = 2;\n")).toBe(true);
    expect(isTakenFrom("const a = 2;\n", "const a = 1;\n")).toBe(false);
    expect(isTakenFrom("\n", "const a = 1;\n")).toBe(false);
  });

  it("reads the pieces that name a file, and no other", () => {
    expect(snippetsOf("```ts file=a.ts\none\n```\n```\ntwo\n```\n")).toEqual([{ file: "a.ts", code: "one\n" }]);
  });
});
