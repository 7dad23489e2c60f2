import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import { createArguments, openCommandLine, variableOf } from "../../src/servers/command-line.ts";

const connection = {
  fields: { url: "http://127.0.0.1:1/v1/secret/" },
  method: "app-role",
  credentials: { roleId: "role-7Q", secretId: "secret-7Q" },
};

it("defines a connection without a credential in the arguments", () => {
  const args = createArguments("prod", "vault", connection);
  expect(args.join(" ")).toBe(
    "connection create prod --provider vault --auth app-role --set url=http://127.0.0.1:1/v1/secret/ " +
      "--credential roleId=env:LOGIN_ROLEID --credential secretId=env:LOGIN_SECRETID",
  );
  expect(variableOf("roleId")).toBe("LOGIN_ROLEID");
});

it("runs the real command line in a place of its own, and leaves nothing", async () => {
  let folder: string;
  {
    await using line = await openCommandLine("aws", { secretAccessKey: "secret-7Q" });
    folder = line.folder;
    expect((await line.keyferry(["connection", "list", "--json"])).code).toBe(0);
    expect(line.printed.join("")).not.toContain("secret-7Q");
  }
  expect(existsSync(folder)).toBe(false);
});
