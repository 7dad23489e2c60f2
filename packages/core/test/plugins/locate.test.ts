import { chmod, chown, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { PackagePluginHost } from "../../src/plugins/package-host.ts";
import { install, moduleText, temporaryFolder } from "./fixtures.ts";
import { eachWithFolders, failureOf } from "./hosting.ts";

const { settings, program, host } = eachWithFolders();

describe("locating", () => {
  it("finds an id as @keyferry/provider-ID, in the settings' folder before the program's own", async () => {
    await install(program.path, { name: "@keyferry/provider-acme", version: "1.0.0" });
    expect((await host().locate("acme")).version).toBe("1.0.0");
    await install(settings.path, { name: "@keyferry/provider-acme", version: "2.0.0" });
    expect(await host().locate("acme")).toEqual({
      id: "acme",
      apiVersion: 1,
      package: "@keyferry/provider-acme",
      version: "2.0.0",
      entry: pathToFileURL(join(settings.path, "node_modules/@keyferry/provider-acme/index.js")).href,
    });
  });

  it("finds a listed package by its marker's id, and any package by its name", async () => {
    await install(settings.path, { name: "acme-vault" });
    await install(settings.path, { name: "@other/vault", marker: { provider: { id: "other", apiVersion: 1 } } });
    expect((await host(["acme-vault"]).locate("acme")).package).toBe("acme-vault");
    expect((await host(["acme-vault"]).locate("acme-vault")).package).toBe("acme-vault");
    expect((await host().locate("@other/vault")).id).toBe("other");
    // Not listed, so its id alone does not lead to it.
    expect((await failureOf(host().locate("acme"))).message).toMatch(/not installed/);
  });

  it("takes what begins with keyferry-provider- for a package's name", async () => {
    await install(settings.path, { name: "keyferry-provider-acme" });
    expect(await host().locate("keyferry-provider-acme")).toMatchObject({
      id: "acme",
      package: "keyferry-provider-acme",
    });
    expect((await failureOf(host().locate("keyferry-provider-none"))).hint).toMatch(
      /install .* keyferry-provider-none$/,
    );
  });

  it("imports nothing while it locates", async () => {
    const code = `globalThis.keyferryLocated = true; ${moduleText()}`;
    await install(settings.path, { name: "@keyferry/provider-acme", code });
    await host().locate("acme");
    expect("keyferryLocated" in globalThis).toBe(false);
  });

  it("never looks above the settings' folder, where a cloned repository may be the working folder", async () => {
    await install(settings.path, { name: "@keyferry/provider-acme" });
    const inside = join(settings.path, "repository", ".keyferry");
    await mkdir(inside, { recursive: true });
    process.chdir(settings.path);
    const roots = [inside, pathToFileURL(join(program.path, "main.js")).href];
    const nested = new PackagePluginHost({ roots, explicit: async () => [] });
    expect((await failureOf(nested.locate("acme"))).message).toBe("the package is not installed");
    await install(inside, { name: "@keyferry/provider-acme", version: "3.0.0" });
    expect((await nested.locate("acme")).version).toBe("3.0.0");
  });

  it("looks above a program's file, which lies inside its installation", async () => {
    await install(program.path, { name: "@keyferry/provider-acme", version: "4.0.0" });
    const main = pathToFileURL(join(program.path, "node_modules", "keyferry", "dist", "main.js")).href;
    const host = new PackagePluginHost({ roots: [settings.path, main], explicit: async () => [] });
    expect((await host.locate("acme")).version).toBe("4.0.0");
  });

  it("never looks into the working folder, its node_modules or NODE_PATH", async () => {
    await using planted = await temporaryFolder();
    const code = `globalThis.keyferryPlanted = true; ${moduleText()}`;
    await install(planted.path, { name: "@keyferry/provider-acme", code });
    await writeFile(
      join(planted.path, "package.json"),
      JSON.stringify({ name: "@keyferry/provider-acme", version: "1.0.0" }),
    );
    process.chdir(planted.path);
    const before = process.env.NODE_PATH;
    process.env.NODE_PATH = join(planted.path, "node_modules");
    try {
      const failure = await failureOf(host().load("acme"));
      expect(failure.message).toBe("the package is not installed");
      await install(settings.path, { name: "@keyferry/provider-acme", version: "9.9.9" });
      expect((await host().locate("acme")).version).toBe("9.9.9");
      await host().load("acme");
    } finally {
      if (before === undefined) delete process.env.NODE_PATH;
      else process.env.NODE_PATH = before;
    }
    expect("keyferryPlanted" in globalThis).toBe(false);
  });

  it("refuses relative roots and names that are none", async () => {
    const relative = new PackagePluginHost({ roots: ["./plugins"], explicit: async () => [] });
    expect((await failureOf(relative.locate("acme"))).message).toMatch(/not absolute/);
    for (const name of ["../acme", "/tmp/acme", "./acme", "node:fs", "ACME", "a\u001b[31m", "acme#x", ""]) {
      const failure = await failureOf(host().locate(name));
      expect(failure.code).toBe("plugin");
      expect(failure.where).not.toContain("\u001b");
    }
    expect((await failureOf(host(["../evil"]).locate("acme"))).code).toBe("plugin");
  });

  it.skipIf(process.geteuid?.() !== 0)("refuses what another user could have put there", async () => {
    await install(settings.path, { name: "@keyferry/provider-acme" });
    const modules = join(settings.path, "node_modules");
    await chown(modules, 12_345, 12_345);
    expect((await failureOf(host().locate("acme"))).message).toMatch(/another user/);
    await chown(modules, 0, 0);
    await host().locate("acme");
    await chmod(join(modules, "@keyferry/provider-acme/index.js"), 0o666);
    expect((await failureOf(host().locate("acme"))).message).toMatch(/another user/);
  });

  it("follows a link in node_modules, as package managers make them", async () => {
    await using store = await temporaryFolder();
    const real = await install(store.path, { name: "@keyferry/provider-acme" });
    await install(settings.path, { name: "other" });
    await symlink(join(store.path, "node_modules/@keyferry"), join(settings.path, "node_modules/@keyferry"));
    expect((await host().load("acme")).manifest.id).toBe("acme");
    await chmod(real, 0o777);
    expect((await failureOf(host().locate("acme"))).message).toMatch(/another user/);
  });
});
