import { isDeepStrictEqual } from "node:util";
import type { Field } from "@keyferry/core/provider";
import { vetPlugin } from "@keyferry/core/testing";
import type { ConformanceCase } from "../conformance-case.ts";
import { ConformanceError, ensure } from "../conformance-error.ts";
import type { ProviderHarness } from "../harness.ts";

function methodOf({ plugin, connection }: ProviderHarness) {
  const method = plugin.manifest.auth.find(({ id }) => id === connection.auth.method);
  ensure(method !== undefined, "the connection's auth method is not in the manifest");
  return method;
}

function allFields({ plugin }: ProviderHarness): readonly Field[] {
  return [...plugin.manifest.fields, ...plugin.manifest.auth.flatMap(({ fields }) => fields)];
}

export const manifestCases: readonly ConformanceCase[] = [
  {
    id: "manifest/vetted",
    title: "the host's own check of a plugin accepts it",
    run: async ({ harness }) => {
      const platform = harness.plugin.manifest.platforms?.[0] ?? process.platform;
      try {
        await vetPlugin(harness.plugin, { package: harness.name }, platform);
      } catch (thrown) {
        throw new ConformanceError(thrown instanceof Error ? thrown.message : "the plugin is refused");
      }
    },
  },
  {
    id: "manifest/data",
    title: "the manifest is data alone: it survives JSON",
    run: async ({ harness: { plugin } }) => {
      const copy: unknown = JSON.parse(JSON.stringify(plugin.manifest));
      ensure(isDeepStrictEqual(copy, plugin.manifest), "the manifest holds what JSON cannot");
    },
  },
  {
    id: "manifest/sensitive",
    title: "credentials are sensitive fields, and a sensitive field is text without a default, an example or a choice",
    run: async ({ harness }) => {
      for (const field of allFields(harness).filter(({ sensitive }) => sensitive)) {
        const plain = field.default === undefined && field.example === undefined && field.choices === undefined;
        ensure(plain && field.type === "text", `the sensitive field ${field.name} shows more than its name`);
        ensure(field.pointsTo !== true, `the sensitive field ${field.name} is part of the origin, which is shown`);
      }
      const known = [...harness.plugin.manifest.fields, ...methodOf(harness).fields];
      for (const name of Object.keys(harness.connection.credentials)) {
        const field = known.find((one) => one.name === name);
        ensure(field?.sensitive === true, `the credential ${name} is no sensitive field of the manifest`);
      }
    },
  },
  {
    id: "manifest/origin",
    title: "where the login is sent can be computed: some field points to it, unless the manager is this machine's own",
    missing: ({ plugin: { manifest } }) =>
      manifest.platforms === undefined ? undefined : "the manager is a part of certain platforms",
    run: async ({ harness }) => {
      ensure(
        allFields(harness).some(({ pointsTo }) => pointsTo),
        "no field points to where the login goes",
      );
    },
  },
  {
    id: "manifest/connection",
    title: "a connection that works has the manifest's fields alone, and every required one",
    run: async ({ harness }) => {
      const { connection, plugin } = harness;
      const method = methodOf(harness);
      const given = { ...connection.fields, ...connection.auth.fields, ...connection.credentials };
      const known = [...plugin.manifest.fields, ...method.fields];
      const unknown = Object.keys(given).filter((name) => !known.some((field) => field.name === name));
      ensure(unknown.length === 0, `the manifest does not know ${unknown.join(", ")}`);
      const applies = ({ when }: Field) =>
        when === undefined || when.oneOf.some((value) => given[when.field] === value);
      const lacking = known.filter((field) => field.required && applies(field) && given[field.name] === undefined);
      ensure(
        lacking.length === 0,
        `required fields that are not needed: ${lacking.map(({ name }) => name).join(", ")}`,
      );
    },
  },
  {
    id: "manifest/docs",
    title: "it says where its documentation is, by https",
    run: async ({ harness: { plugin } }) => {
      ensure(URL.canParse(plugin.manifest.docsUrl), "docsUrl is no address");
      ensure(new URL(plugin.manifest.docsUrl).protocol === "https:", "docsUrl is not an https: address");
    },
  },
];
