import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mapReferences } from "../../src/foreign/map-references.ts";
import { readLines } from "../../src/foreign/read-lines.ts";
import { filledGround, ground } from "../fakes/real-host.ts";

const CANARY = "hunter2-canary";

async function connected() {
  const here = ground();
  await here.works("connection create prod --provider fake --set region=north --credential token=env:TOKEN");
  return here;
}

describe("secret import from a file", () => {
  const ENV = `NAS_USER=op://team/nas/username\nNAS_PASSWORD=op://team/nas/password\nGONE=op://team/gone/password\nLITERAL=${CANARY}\n`;

  it("shows what maps to what, names what does not, and writes nothing before a yes", async () => {
    const here = await connected();
    const file = join(here.folder, ".env");
    writeFileSync(file, ENV);
    const dry = await here.works("secret import --connection prod --dry-run", file);
    expect(dry.stdout).toMatch(/^nas-user +username +prod +team\/nas +username/m);
    expect(dry.stdout).toMatch(/^nas-password +password +prod +team\/nas +password/m);
    expect(dry.stdout).toMatch(/^gone .*none/m);
    expect(dry.stderr).toContain("line 4, LITERAL: it holds no reference\n");
    expect(dry.stdout + dry.stderr).not.toContain(CANARY);
    expect((await here.type("secret import --connection prod", file)).code).toBe(64);
    expect((await here.works("secret list --json")).stdout).toBe("[]\n");
  });

  it("defines what it can, in one change, and the same again does nothing", async () => {
    const here = await connected();
    const file = join(here.folder, ".env");
    writeFileSync(file, ENV);
    expect((await here.works("secret import --connection prod --yes", file)).stderr).toContain("2 secrets defined\n");
    const listed = JSON.parse((await here.works("secret list --json")).stdout);
    expect(listed).toMatchObject([
      { name: "nas-password", type: "password", key: "password", remoteName: "team/nas" },
      { name: "nas-user", type: "username", key: "username" },
    ]);
    const again = await here.works("secret import --connection prod --yes", file);
    expect(again.stdout).toContain("it is defined already");
    expect(again.stderr).toContain("there is nothing to define\n");
  });

  it("needs to know the connection where the reference does not say", async () => {
    const here = await connected();
    const file = join(here.folder, ".env");
    writeFileSync(
      file,
      "A=op://team/nas/password\nB=keyferry://prod/team/token\nC=keyferry://nowhere/x\nD=ref+awssecrets://a\n",
    );
    const { stderr, stdout } = await here.works("secret import --dry-run", file);
    expect(stderr).toContain("line 1, a: which connection holds it now? say --connection NAME\n");
    expect(stderr).toContain("line 3, c: there is no connection of the name that it needs\n");
    expect(stderr).toContain("line 4, d: there is no connection of aws\n");
    expect(stdout).toMatch(/^b +password +prod +team\/token/m);
  });

  it("takes no connection to another region than a reference says", () => {
    const aws = (name: string, region: string) => ({
      ...{ id: name, name, provider: "aws", fields: { region }, origin: { region }, secrets: [], readOnly: false },
      auth: { method: "default-chain", fields: {}, sources: {} },
    });
    const lines = readLines(
      "A=ref+awssecrets://a?region=north\nB=ref+awssecrets://b?region=south\nC=ref+awssecrets://c\n",
    );
    const [north, south] = [aws("n", "north"), aws("s", "south")];
    const both = mapReferences(lines, [north, south], {});
    expect(both.inputs.map(({ name, connection }) => [name, connection])).toEqual([
      ["a", "n"],
      ["b", "s"],
    ]);
    const problems = (connections: (typeof north)[], connection?: string) =>
      mapReferences(lines, connections, connection ? { connection } : {}).unmapped.map(({ line, problem }) => [
        line,
        problem,
      ]);
    expect(problems([north, south])).toEqual([[3, "there are several connections of aws: say --connection NAME"]]);
    expect(problems([north])).toEqual([[2, "its region is not that of the connection n"]]);
    expect(problems([north, south], "s")).toEqual([[1, "its region is not that of the connection s"]]);
    expect(problems([north, aws("m", "north")])[1]).toEqual([2, "there is no connection of aws where it points"]);
  });

  it("takes a Vault's path below the connection's mount", () => {
    const view = {
      id: "v",
      name: "v",
      provider: "vault",
      origin: {},
      auth: { method: "token", fields: {}, sources: {} },
      secrets: [],
      readOnly: false,
    };
    const lines = readLines("A=vault:kv/data/app/db#pw\nB=vault:other/app#pw\nC=ref+vault://kv/app/db#/pw\n");
    for (const fields of [{ mount: "kv" }, { url: "https://vault.example:8200/v1/kv/" }]) {
      const { inputs, unmapped } = mapReferences(lines, [{ ...view, fields }], {});
      expect(inputs.map(({ remoteName, key }) => [remoteName, key])).toEqual([
        ["app/db", "pw"],
        ["app/db", "pw"],
      ]);
      expect(unmapped).toEqual([{ line: 2, name: "b", problem: "it is not below kv/, the connection's mount" }]);
    }
  });
});

describe("secret import from a connection's list", () => {
  it("takes what the filter leaves, with a key, a type and a prefix", async () => {
    const here = await connected();
    const line = "secret import --connection prod --filter nas --key password --type password --prefix my- --yes";
    expect((await here.works(line)).stderr).toContain("1 secret defined\n");
    expect(JSON.parse((await here.works("secret show my-team-nas --json")).stdout)).toMatchObject({
      remoteName: "team/nas",
      key: "password",
      description: "holds team/nas",
    });
  });

  it("says of each what the manager holds instead", async () => {
    const here = await connected();
    const { stdout } = await here.works("secret import --connection prod --dry-run");
    expect(stdout).toMatch(/^team-nas .*so a key is needed/m);
    expect(stdout).toMatch(/^team-token +password +prod +team\/token\s*$/m);
  });

  it("refuses a type that is none, before anything is looked at", async () => {
    const refused = await ground().type("secret import --connection prod --type token");
    expect([refused.code, refused.stderr]).toEqual([64, expect.stringContaining("--type is none of the types")]);
  });

  it("is refused without a file or a connection, and with both kinds of options", async () => {
    const here = await connected();
    expect((await here.type("secret import")).code).toBe(64);
    expect((await here.type("secret import x.env --filter y")).code).toBe(64);
  });
});

describe("secret modify", () => {
  it("changes type, key, version and line break, checked like a new one", async () => {
    const here = await filledGround();
    const changed = await here.works(
      "secret modify nas-user --key password --type password --version v1 --trim-newline",
    );
    expect(changed.stderr).toBe("secret nas-user changed (password: team/nas, key password of prod)\n");
    const show = async () => JSON.parse((await here.works("secret show nas-user --json")).stdout);
    expect(await show()).toMatchObject({ key: "password", type: "password", version: "v1", trimNewline: true });
    await here.works("secret modify nas-user --whole --newest --no-trim-newline");
    expect(await show()).not.toHaveProperty("key");
    expect(await show()).not.toHaveProperty("version");
    expect(await show()).not.toHaveProperty("trimNewline");
    const missing = await here.type("secret modify nas-user --key nothing");
    expect([missing.code, missing.stderr]).toEqual([65, expect.stringContaining("nothing")]);
    await here.works("secret modify nas-user --key nothing --unchecked");
  });

  it("never changes the name in the manager", async () => {
    const here = await filledGround();
    const refused = await here.type("secret modify nas-user --remote-name team/token");
    expect([refused.code, refused.stderr]).toEqual([78, expect.stringContaining("cannot be changed")]);
  });

  it("refuses a type that a profile's setting does not take, and names the profile", async () => {
    const here = await filledGround();
    const refused = await here.type("secret modify nas-password --type private-key");
    expect(refused.code).toBe(78);
    expect(refused.stderr).toContain("profile nightly, sftp.password: it uses the secret");
  });

  it("wants something to change, and one way of each", async () => {
    const here = await filledGround();
    for (const rest of ["", " --version 1 --newest", " --key a --whole", " --type token"]) {
      expect((await here.type(`secret modify nas-user${rest}`)).code).toBe(64);
    }
  });
});
