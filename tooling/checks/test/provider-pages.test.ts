import type { Manifest } from "@keyferry/core/provider";
import { describe, expect, it } from "vitest";
import { fieldTables } from "../src/docs/field-tables.ts";
import { HEADINGS, headingsOf, providerPages } from "../src/docs/provider-pages.ts";

const pages = await providerPages();

describe("provider pages", () => {
  it.each(pages.map((page) => [page.id, page] as const))(
    "%s: has the nine headings and the manifest's fields",
    (_id, page) => {
      expect(headingsOf(page.text)).toEqual([...HEADINGS]);
      expect(page.text, "run: npx -y pnpm@10.34.9 run docs").toBe(page.wanted);
    },
  );
});

describe("the generator", () => {
  const manifest: Manifest = {
    apiVersion: 1,
    id: "acme",
    displayName: "Acme",
    docsUrl: "https://example.org",
    fields: [
      {
        name: "site",
        type: "text",
        label: "Site",
        description: "Where a|b",
        required: true,
        pointsTo: true,
        example: "here",
      },
      { name: "fast", type: "boolean", label: "Fast", description: "Quick", default: false },
    ],
    auth: [
      {
        id: "token",
        label: "Token",
        description: "A token.",
        fields: [{ name: "token", type: "text", label: "Token", description: "It", sensitive: true, required: true }],
      },
      {
        id: "here",
        label: "Here",
        description: "This machine.",
        fields: [],
        ambient: { variables: ["A"], files: ["~/b"] },
      },
    ],
    capabilities: { maxBatch: 1, batchVersions: false, describe: false, versions: false, masksMissing: false },
  };

  it("says of each field what it is and which rules it has", () => {
    expect(fieldTables(manifest)).toBe(
      [
        "| field | what it is | rules |",
        "| --- | --- | --- |",
        "| `site` | Site. Where a\\|b For example `here`. | required; part of the origin |",
        "| `fast` | Fast. Quick | boolean; `false` by default |",
        "",
        "**`--auth token`** (Token): A token.",
        "",
        "| field | what it is | rules |",
        "| --- | --- | --- |",
        "| `token` | Token. It | required; a credential: `--credential`, never `--set` |",
        "",
        "**`--auth here`** (Here): This machine.",
        "",
        "Reads `A`, `~/b`.",
      ].join("\n"),
    );
  });

  it("finds headings outside of code alone", () => {
    expect(headingsOf("## One\n```\n## not\n```\n## Two\n### deeper\n")).toEqual(["One", "Two"]);
  });
});
