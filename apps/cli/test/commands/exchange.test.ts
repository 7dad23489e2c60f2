import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { answering } from "../fakes/prompter.ts";
import { filledGround, type Ground, ground } from "../fakes/real-host.ts";

/** A file that another machine exported. */
async function exported(into: Ground, line: string): Promise<string> {
  const { stdout } = await (await filledGround()).works(line);
  const path = join(into.folder, "from-afar.json");
  writeFileSync(path, stdout);
  return path;
}

describe("profile export and import", () => {
  it("shows first, and writes nothing where nobody says yes", async () => {
    const here = ground();
    const file = await exported(here, "profile export nightly");
    const dry = await here.type("profile import --dry-run", file);
    expect([dry.code, dry.stderr]).toEqual([0, expect.stringContaining("nothing was imported")]);
    expect(dry.stdout).toMatch(/literal +sftp\.host +nas\.example/);
    expect(dry.stdout).toMatch(/sftp\.password +password +nas-password +unbound +nas\.example/);
    expect(dry.stderr).toContain("left out: the program backup --all (--accept-program takes it)");
    const unasked = await here.type("profile import", file);
    expect([unasked.code, unasked.stderr]).toEqual([64, expect.stringContaining("--yes")]);
    expect((await here.works("profile list --json")).stdout).toBe("[]\n");
  });

  it("asks at a terminal", async () => {
    const yes = ground({ prompter: answering({ "Import the profile nightly?": "yes" }) });
    await yes.works("profile import", await exported(yes, "profile export nightly"));
    expect((await yes.works("profile list")).stdout).toContain("nightly");
    const no = ground({ prompter: answering({ "Import the profile nightly?": "no" }) });
    await no.works("profile import", await exported(no, "profile export nightly"));
    expect((await no.works("profile list")).stdout).toBe("");
  });

  it("gives a command to copy that carries nothing out which a name of the file holds", async () => {
    const here = ground();
    const file = await exported(here, "profile export nightly");
    const name = "a; touch b $(id)'s";
    const made = await here.works("profile import --yes --accept-program", "--name", name, file);
    const quoted = "'a; touch b $(id)'\\''s'";
    expect(made.stderr).toContain(`unbound: keyferry profile use ${quoted} sftp.password SECRET`);
    const { stderr } = await here.type("run", name);
    expect(stderr).toContain(`keyferry profile use ${quoted} sftp.password SECRET`);
    expect(stderr).not.toContain(`use ${name}`);
  });

  it("stays unbound until a secret is chosen: run refuses and names the slot", async () => {
    const here = ground();
    const file = await exported(here, "profile export nightly");
    const made = await here.works("profile import --yes --accept-program", file);
    expect(made.stderr).toContain("unbound: keyferry profile use nightly sftp.password SECRET");
    const refused = await here.type("run nightly");
    expect([refused.code, refused.jobs]).toEqual([78, []]);
    expect(refused.stderr).toContain("sftp.password");
    expect((await here.works("profile show nightly")).stdout).toMatch(/sftp\.password +unbound \(nas-password\)/);
  });

  it("says that a recipe is not here, which the profile needs to run", async () => {
    const here = ground();
    const file = await exported(here, "profile export nightly");
    const foreign = { ...JSON.parse(readFileSync(file, "utf8")), deliver: {}, job: { recipe: "gone", args: [] } };
    writeFileSync(file, JSON.stringify(foreign));
    const made = await here.works("profile import --yes --accept-program", file);
    expect(made.stderr).toContain("warning: the recipe gone is not here: keyferry recipe list");
    writeFileSync(file, JSON.stringify({ ...foreign, job: { recipe: "curl-sftp", args: [] } }));
    expect((await here.works("profile import --yes --accept-program", file)).stderr).not.toContain("warning");
  });

  it("says which host receives the value, at the import and later", async () => {
    const here = await filledGround();
    const file = await exported(here, "profile export nightly");
    const made = await here.works("profile import --yes --name copy --bind sftp.password=nas-password", file);
    expect(made.stdout).toMatch(/sftp\.password +password +nas-password +nas-password +nas\.example/);
    const used = await here.works("profile use copy sftp.password nas-password");
    expect(used.stderr).toBe("sftp.password of copy uses the secret nas-password; it goes to nas.example\n");
  });
});

describe("connection export and import", () => {
  it("takes the definitions over, with a login of one's own", async () => {
    const here = ground();
    const file = await exported(here, "connection export prod");
    const refused = await here.type("connection import --yes", file);
    expect([refused.code, refused.stderr]).toEqual([64, expect.stringContaining("--credential token=")]);
    const made = await here.works("connection import --yes --credential token=env:TOKEN", file);
    expect(made.stdout).toContain("points to    region = north");
    expect(made.stderr).toBe("connection prod created, with 2 secrets\n");
    expect((await here.works("secret list")).stdout).toContain("nas-password");
    expect((await here.works("connection check prod")).code).toBe(0);
  });

  it("tells the other kind of file, and one that is no export, from a damaged one", async () => {
    const here = ground();
    const profile = await exported(here, "profile export nightly");
    const other = await here.type("connection import --yes", profile);
    expect([other.code, other.stderr]).toEqual([
      78,
      expect.stringMatching(/this is an exported profile, no connection .*\n {2}next: .*keyferry profile import FILE/),
    ]);
    writeFileSync(join(here.folder, "package.json"), '{"name": "x"}');
    const foreign = await here.type("profile import --yes", join(here.folder, "package.json"));
    expect([foreign.code, foreign.stderr]).toEqual([78, expect.stringContaining("this is no exported profile")]);
  });

  it("says what cannot be read, and overwrites nothing", async () => {
    const here = await filledGround();
    const nowhere = await here.type("connection import /nowhere.json");
    expect([nowhere.code, nowhere.stderr]).toEqual([
      64,
      expect.stringContaining("/nowhere.json cannot be read: there is no such file"),
    ]);
    const large = join(here.folder, "large.json");
    writeFileSync(large, " ".repeat(5 * 1024 * 1024));
    const endless = await here.type("profile import", large);
    expect([endless.code, endless.stderr]).toEqual([64, expect.stringContaining("large.json is larger than 4 MiB")]);
    const file = await exported(here, "connection export prod");
    const again = await here.type("connection import --yes --credential token=env:TOKEN", file);
    expect([again.code, again.stderr]).toEqual([78, expect.stringContaining("already")]);
  });
});
