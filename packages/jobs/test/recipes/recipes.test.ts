import { vetRecipe } from "@keyferry/core/testing";
import { describe, expect, it } from "vitest";
import { RECIPES } from "../../src/index.ts";

const each = RECIPES.map((recipe) => [recipe.id, recipe] as const);

describe("the recipes that Keyferry brings", () => {
  it.each(each)("%s is one that a package could ship", (id, recipe) => {
    // A package of its own has the group of the settings that are the recipe's own.
    const own = recipe.settings.find((setting) => setting.own)?.setting.split(".")[0];
    expect(vetRecipe(recipe, own ?? id)).toEqual({ recipe });
  });

  it("have ids of their own", () => {
    expect(new Set(RECIPES.map(({ id }) => id)).size).toBe(RECIPES.length);
  });

  it.each(each)("%s delivers everything that it takes", (_, { settings, args, environment = [], payloads }) => {
    const words = [...args, ...environment].flatMap((word) => ("pieces" in word ? word.pieces : []));
    const literals = words.flatMap((piece) => (typeof piece === "object" && "literal" in piece ? [piece.literal] : []));
    const values = payloads.flatMap(({ parts }) =>
      parts.flatMap((part) => (typeof part === "object" && "setting" in part ? [part.setting] : [])),
    );
    const delivered = new Set([...literals, ...values]);
    expect(settings.map(({ setting }) => setting).filter((setting) => !delivered.has(setting))).toEqual([]);
  });

  it.each(each)("%s says so where it takes the environment", (_, { payloads, notes }) => {
    for (const { delivery } of payloads) {
      if (delivery.kind === "env") expect(notes.join(" ")).toContain(delivery.variable);
    }
  });

  // What the programs print, on Debian 12 and, where it differs, elsewhere.
  it.each([
    ["ssh", "OpenSSH_9.2p1 Debian-2+deb12u10, OpenSSL 3.0.22 10 Jun 2026", "9.2"],
    ["ssh", "OpenSSH_for_Windows_9.5p1, LibreSSL 3.8.2", "9.5"],
    ["rsync", "rsync  version 3.5.0  protocol version 32", "3.5.0"],
    ["rsync", "rsync  version v3.2.7  protocol version 31", "3.2.7"],
    ["curl", "curl 7.88.1 (x86_64-pc-linux-gnu) libcurl/7.88.1", "7.88.1"],
    ["lftp", "LFTP | Version 4.9.2 | Copyright (c) 1996-2020 Alexander V. Lukyanov", "4.9.2"],
    ["restic", "restic 0.14.0 compiled with go1.19.8 on linux/amd64", "0.14.0"],
    ["7z", "\n7-Zip [64] 16.02 : Copyright (c) 1999-2016 Igor Pavlov : 2016-05-21", "16.02"],
    ["7z", "\n7-Zip (z) 22.01 (x64) : Copyright (c) 1999-2022 Igor Pavlov : 2022-07-15", "22.01"],
    ["msmtp", "msmtp version 1.8.23\nPlatform: x86_64-pc-linux-gnu", "1.8.23"],
    ["mbsync", "isync 1.4.4\n", "1.4"],
    ["aws", "aws-cli/2.9.19 Python/3.11.2 Linux/6.18", "2.9.19"],
    ["aws", "aws-cli/1.45.11 md/Botocore#1.43.11", "1.45.11"],
    ["rclone", "rclone v1.60.1-DEV\n- os/version: debian 12", "1.60.1"],
    ["smbclient", "Version 4.17.12-Debian", "4.17"],
  ])("know the version of %s: %s", (name, printed, version) => {
    const programs = RECIPES.flatMap((recipe) => recipe.programs).filter((program) => program.name === name);
    expect(programs.length).toBeGreaterThan(0);
    for (const { versionPattern = "" } of programs) {
      expect(new RegExp(versionPattern, "m").exec(printed)?.[1]).toBe(version);
    }
  });
});
