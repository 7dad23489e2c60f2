import { fileURLToPath } from "node:url";
import { connectionExportSchema, profileExportSchema, profileSchema, settingsSchema } from "@keyferry/core/schemas";
import { sealedFileSchema } from "@keyferry/credential-store";
import { createGenerator, type Schema } from "ts-json-schema-generator";
import { runReportSchema } from "../src/run/report-schema.ts";
import { JSON_OUTPUTS, type JsonOutput } from "./json-outputs.ts";
import { markdownTable } from "./markdown-table.ts";

/** Name of a schema's file → its text. */
export type SchemaFiles = ReadonlyMap<string, string>;

/** The schemas of the files that Keyferry writes, as the code holds them. */
export function fileSchemas(): SchemaFiles {
  const all = {
    settings: settingsSchema,
    profile: profileSchema,
    "profile-export": profileExportSchema,
    "connection-export": connectionExportSchema,
    "run-report": runReportSchema,
    "sealed-logins": sealedFileSchema,
  };
  return new Map(Object.entries(all).map(([name, schema]) => [fileName(name), text(schema)]));
}

/** The schemas of what commands print with `--json`, made from the types of src/json.ts. Takes seconds: it compiles them. */
export function outputSchemas(): SchemaFiles {
  const generator = createGenerator({
    path: fileURLToPath(new URL("../src/json.ts", import.meta.url)),
    tsconfig: fileURLToPath(new URL("../tsconfig.json", import.meta.url)),
    type: "*",
    // The compiler of this project is newer than the one that the generator brings, and checks types itself.
    skipTypeCheck: true,
    expose: "export",
    topRef: false,
    jsDoc: "extended",
    // Members are added in later versions.
    additionalProperties: true,
    sortProps: true,
  });
  return new Map(
    Object.entries(JSON_OUTPUTS).map(([command, output]) => {
      const name = command.replaceAll(" ", "-");
      return [fileName(name), text(outputSchema(command, name, output, generator.createSchema(output.type)))];
    }),
  );
}

/** The text of docs/json.md. */
export function renderJsonPage(): string {
  const rows = Object.entries(JSON_OUTPUTS).map(([command, { list }]) => {
    return [
      `\`keyferry ${command} --json\``,
      list ? "a list" : "one object",
      `\`${fileName(command.replaceAll(" ", "-"))}\``,
    ];
  });
  const files = [...fileSchemas().keys()].map((name) => `- \`${name}\``).join("\n");
  return `<!-- Written by apps/cli/scripts/write-schemas.ts from the tables of the code. Do not edit. -->

# JSON: what commands print, and the schemas of files

All schemas are in the folder \`schemas\` of the package \`keyferry\`. Later versions add members and remove none, so a program should ignore members
that it does not know. No output contains the value of a secret.

${markdownTable(["command", "prints", "schema"], rows)}

Files that Keyferry writes and reads (JSON Schema 2020-12):

${files}

To have an editor complete and check your settings, name the schema in the file's \`$schema\`, as a path relative to the file or as a URL that your
editor knows: \`"$schema": "./settings.schema.json"\`. Keyferry keeps that member, and reads nothing from it.
`;
}

function outputSchema(command: string, name: string, { list }: JsonOutput, { $schema, definitions, ...one }: Schema) {
  return {
    $schema,
    $id: `urn:keyferry:schema:${name}:1`,
    title: `keyferry ${command} --json`,
    ...(list ? { type: "array", items: one } : one),
    ...(Object.keys(definitions ?? {}).length === 0 ? {} : { definitions }),
  };
}

function fileName(name: string): string {
  return `${name}.schema.json`;
}

function text(schema: object): string {
  // Links of the docstrings lead nowhere from here.
  return `${JSON.stringify(schema, undefined, 2)}\n`.replaceAll(/\{\s*@link\s+(\S+)\s*\}/g, "$1");
}
