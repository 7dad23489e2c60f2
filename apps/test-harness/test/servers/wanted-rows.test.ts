import { expect, it } from "vitest";
import { SERVERS } from "../../src/servers/table.ts";
import { wantedRows } from "../../src/servers/wanted-rows.ts";

const ids = (...args: string[]): string[] => wantedRows(args).map(({ id }) => id);

it("takes the named servers alone, with pnpm's -- or without", () => {
  expect(ids("--", "moto")).toEqual(["moto"]);
  expect(ids("moto")).toEqual(["moto"]);
});

it("takes the whole table where none is named", () => {
  const all = SERVERS.map(({ id }) => id);
  expect(ids()).toEqual(all);
  expect(ids("--")).toEqual(all);
});

it("refuses a name that the table lacks, and says which there are", () => {
  expect(() => ids("--", "moto", "mtoo")).toThrow(/no server is called mtoo: there are moto, /);
});
