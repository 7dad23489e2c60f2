import { readdirSync, readFileSync } from "node:fs";
import type { Manifest, ProviderPlugin } from "@keyferry/core/provider";
import aws from "@keyferry/provider-aws";
import azure from "@keyferry/provider-azure";
import gcp from "@keyferry/provider-gcp";
import vault from "@keyferry/provider-vault";
import wincred from "@keyferry/provider-wincred";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { COMMANDS, type Entry } from "../src/commands/index.ts";
import { Invocation } from "../src/invocation.ts";
import { worldOf } from "./fakes/world.ts";

const ROOT = new URL("../../../", import.meta.url);
const PROVIDERS: readonly ProviderPlugin[] = [aws, azure, gcp, vault, wincred];
/** Options that every command has. */
const COMMON = ["--help", "--settings"];

/** The command lines that a page shows, in fences and in code marks, each as the words behind `keyferry`. */
function shown(page: string): string[][] {
  const joined = page.replaceAll(/\\\n\s*/g, "");
  return joined
    .split("\n")
    .flatMap((line) =>
      [...line.matchAll(/(?<![\w@/-])keyferry (?=[a-z])/g)].map(({ index }) =>
        wordsOf(line.slice(index + "keyferry ".length)),
      ),
    );
}

/** The words of a shell's line, to its end or to what ends a command in a shell or in code marks. */
function wordsOf(line: string): string[] {
  const command = /^(?:'[^']*'|"[^"]*"|[^\s`|<>;'"]+|[ \t]+(?!#))*/.exec(line)?.[0] ?? "";
  return [...command.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) => word.replaceAll(/['"]/g, ""));
}

function entryOf([first, second]: readonly string[]): Entry | undefined {
  const found = COMMANDS.find(({ name }) => name === first);
  return found && "commands" in found ? found.commands.find(({ name }) => name === second) : found;
}

/** What is wrong with a shown command line: options that its command has not, and names that its provider has not. */
async function mistakes(words: readonly string[]): Promise<string[]> {
  const entry = entryOf(words);
  if (!entry) return [];
  const command = new Command(entry.name);
  (await entry.load()).define(command, new Invocation(worldOf().world));
  const known = [...COMMON, ...command.options.map(({ long }) => long)];
  const own = words.slice(0, words.includes("--") ? words.indexOf("--") : undefined);
  const options = own.flatMap((word) => /^--[a-z][a-z-]*/.exec(word) ?? []);
  return [...options.filter((option) => !known.includes(option)), ...foreignNames(own)];
}

/** Names behind `--auth`, `--set` and `--credential` that the provider of `--provider` has not. */
function foreignNames(words: readonly string[]): string[] {
  const behind = (option: string) => words.flatMap((word, at) => (words[at - 1] === option ? [word] : []));
  const manifest = PROVIDERS.map((plugin) => plugin.manifest).find(({ id }) => behind("--provider").includes(id));
  if (!manifest) return [];
  const { methods, fields } = namesOf(manifest);
  const given = [...behind("--set"), ...behind("--credential")].map((word) => word.split("=", 1)[0] ?? "");
  return [
    ...behind("--auth").filter((method) => !methods.includes(method)),
    ...given.filter((field) => !fields.includes(field)),
  ].map((name) => `${name} of ${manifest.id}`);
}

function namesOf({ auth, fields }: Manifest): { methods: string[]; fields: string[] } {
  return {
    methods: auth.map(({ id }) => id),
    fields: [...fields, ...auth.flatMap((method) => method.fields)].map(({ name }) => name),
  };
}

function pages(): string[] {
  const docs = readdirSync(new URL("docs/", ROOT), { recursive: true, encoding: "utf8" });
  const packages = readdirSync(new URL("packages/", ROOT)).map((name) => `packages/${name}/README.md`);
  return [
    ...docs.filter((path) => path.endsWith(".md")).map((path) => `docs/${path}`),
    ...packages,
    "apps/cli/README.md",
    "README.md",
    "SECURITY.md",
    "CONTRIBUTING.md",
  ];
}

describe("command lines on the pages", () => {
  it.each(pages())("%s shows options, auth methods and fields that exist", async (path) => {
    const lines = shown(readFileSync(new URL(path, ROOT), "utf8"));
    const wrong = await Promise.all(
      lines.map(async (words) => (await mistakes(words)).map((mistake) => `${words.join(" ")}: ${mistake}`)),
    );
    expect(wrong.flat()).toEqual([]);
  });

  it("are caught where an option, an auth method or a field is none", async () => {
    const page =
      "$ keyferry connection create a --provider aws --auth none \\\n    --set zone=x --credential token=env:A --fast # why\n";
    expect(await Promise.all(shown(page).map(mistakes))).toEqual([
      ["--fast", "none of aws", "zone of aws", "token of aws"],
    ]);
  });

  it("are read to the end of the command, and not into the program that it runs", async () => {
    expect(shown("`keyferry run x -- ./a --b`, and `keyferry check 'my x'` | keyferry list")).toEqual([
      ["run", "x", "--", "./a", "--b"],
      ["check", "my x"],
      ["list"],
    ]);
    expect(await mistakes(["run", "nightly", "--", "rsync", "--archive"])).toEqual([]);
  });
});
