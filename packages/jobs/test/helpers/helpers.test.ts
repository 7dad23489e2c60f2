import { isKeyferryError } from "@keyferry/core/delivery";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { writeAwsCredentials } from "../../src/helpers/aws-credentials.ts";
import { dockerRequestFits, writeDockerCredential } from "../../src/helpers/docker-credential.ts";
import { gitRequestFits, writeGitCredential } from "../../src/helpers/git-credential.ts";
import { seal } from "../support/seal.ts";

const HOSTILE = `p"a$s'\\&€ %🔑`;

function written(answer: (write: (text: string) => void) => void): string {
  let text = "";
  answer((part) => {
    text += part;
  });
  return text;
}

/** The codes and texts of what is refused; nothing may have been written before. */
function refusalOf(answer: (write: (text: string) => void) => void): string {
  let text = "";
  try {
    answer((part) => {
      text += part;
    });
  } catch (thrown) {
    if (!isKeyferryError(thrown)) throw thrown;
    expect(text).toBe("");
    return `${thrown.failures[0]?.code}: ${thrown.message}`;
  }
  throw new Error("it was not refused");
}

describe("git's request", () => {
  const place = new URL("https://git.example");

  it.each([
    ["protocol=https\nhost=git.example\n\n", "https://git.example", true],
    [
      "capability[]=authtype\nprotocol=https\nhost=git.example\npath=a/b.git\nwwwauth[]=Basic\n",
      "https://git.example",
      true,
    ],
    ["protocol=https\nhost=git.example:8443\n", "https://git.example:8443", true],
    ["protocol=https\nhost=git.example:443\n", "https://git.example", true],
    ["protocol=https\nhost=git.example\npath=team/x.git\n", "https://git.example/team", true],
    ["protocol=https\nhost=git.example\npath=teams/x.git\n", "https://git.example/team", false],
    ["protocol=https\nhost=git.example\n", "https://git.example/team", false],
    ["protocol=http\nhost=git.example\n", "https://git.example", false],
    ["protocol=https\nhost=git.example.evil\n", "https://git.example", false],
    ["protocol=https\nhost=evil@git.example\n", "https://git.example", false],
    ["protocol=https\nhost=git.example:8443\n", "https://git.example", false],
    ["protocol=https\nhost=evil/git.example\n", "https://git.example", false],
    ["protocol=https\nhost=git.example\nhost=evil\n", "https://git.example", false],
    ["host=git.example\n", "https://git.example", false],
    ["", "https://git.example", false],
    ["protocol=https\nhost=git.exa\tmple\n", "https://git.example", false],
    ["protocol=https\r\nhost=git.example\r\n", "https://git.example", false],
    ["protocol=https\nhost=git.example\npath=team/../other.git\n", "https://git.example/team", false],
    ["protocol=https\nhost=git.example\npath=team/%2e%2E/other.git\n", "https://git.example/team", false],
    ["protocol=https\nhost=git.example\npath=team/..repo/a.git\n", "https://git.example/team", true],
  ])("%j fits %s: %s", (request, wanted, fits) => {
    expect(gitRequestFits(request, new URL(wanted))).toBe(fits);
  });

  it("never throws, and fits nothing by chance", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => !gitRequestFits(text, place)));
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (host) => {
        const fits = gitRequestFits(`protocol=https\nhost=${host}\n`, place);
        return !fits || new URL(`https://${host}`).host === "git.example";
      }),
    );
  });
});

describe("docker's request", () => {
  it.each([
    ["registry.example", "https://registry.example", true],
    ["https://registry.example/\n", "https://registry.example", true],
    ["registry.example:5000", "https://registry.example:5000", true],
    ["https://index.docker.io/v1/", "https://index.docker.io/v1", true],
    ["registry.example.evil", "https://registry.example", false],
    ["http://registry.example", "https://registry.example", false],
    ["evil@registry.example", "https://registry.example", false],
    ["registry.example/other", "https://registry.example", false],
    ["", "https://registry.example", false],
    ["localhost:5000", "http://localhost:5000", true],
    ["http://localhost:5000", "http://localhost:5000", true],
    ["https://localhost:5000", "http://localhost:5000", false],
    ["http://registry.example", "https://registry.example", false],
    ["localhost", "http://localhost:5000", false],
    ["regis\ttry.example", "https://registry.example", false],
  ])("%j fits %s: %s", (request, wanted, fits) => {
    expect(dockerRequestFits(request, new URL(wanted))).toBe(fits);
  });
});

describe("answers", () => {
  it("carry any text that the protocol can", () => {
    const [username, password] = [seal("ada"), seal(HOSTILE)];
    expect(written((write) => writeGitCredential("", { username, password }, write))).toBe(
      `username=ada\npassword=${HOSTILE}\n`,
    );
    expect(written((write) => writeGitCredential("", { password }, write))).toBe(`password=${HOSTILE}\n`);
    const docker = written((write) =>
      writeDockerCredential("registry.example\n", { username, password: seal("a\nb\0") }, write),
    );
    expect(JSON.parse(docker)).toEqual({ ServerURL: "registry.example", Username: "ada", Secret: "a\nb\0" });
    const aws = { accessKeyId: username, secretAccessKey: password };
    expect(JSON.parse(written((write) => writeAwsCredentials(aws, write)))).toEqual({
      Version: 1,
      AccessKeyId: "ada",
      SecretAccessKey: HOSTILE,
    });
    const session = { ...aws, sessionToken: seal("token") };
    expect(JSON.parse(written((write) => writeAwsCredentials(session, write)))).toMatchObject({
      SessionToken: "token",
    });
  });

  it("give git the login of the user that it asks for, and of no other", () => {
    const [username, password] = [seal("ada"), seal("cnry")];
    const answer = (request: string, values: Parameters<typeof writeGitCredential>[1]) => {
      let text = "";
      const given = writeGitCredential(request, values, (part) => {
        text += part;
      });
      return [given, text];
    };
    const asks = (user: string) => `protocol=https\nhost=git.example\nusername=${user}\n\n`;
    expect(answer(asks("ada"), { username, password })).toEqual([true, "username=ada\npassword=cnry\n"]);
    expect(answer(asks("Ada"), { username, password })).toEqual([false, ""]);
    expect(answer(asks(""), { username, password })).toEqual([false, ""]);
    expect(answer(asks("bob"), { password })).toEqual([true, "password=cnry\n"]);
  });

  it("refuse what would end an answer or is no text, write nothing, and quote nothing", () => {
    for (const bad of ["cnry\nhost=evil", "cnry\r", "cnry\0", new Uint8Array([0x63, 0x6e, 0xff])]) {
      const said = refusalOf((write) => writeGitCredential("", { username: seal("ada"), password: seal(bad) }, write));
      expect(said).toMatch(/^value: /);
      expect(said).not.toContain("cnry");
    }
    const bytes = seal(new Uint8Array([0xff]));
    expect(refusalOf((write) => writeDockerCredential("r", { username: bytes, password: bytes }, write))).toMatch(
      /^value: /,
    );
  });
});
