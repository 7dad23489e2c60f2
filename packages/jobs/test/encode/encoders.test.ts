import { execFile } from "node:child_process";
import { createDecipheriv } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ENCODINGS } from "@keyferry/core/delivery";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ENCODERS } from "../../src/encode/index.ts";

const HOSTILE = `p"a$s'\n\t\\\r&€ %<>+/=?#`;

describe("encodings", () => {
  it("have a function for each name, and no other", () => {
    expect(Object.keys(ENCODERS).sort()).toEqual([...ENCODINGS].sort());
  });

  it.each([
    ["base64", (text: string) => Buffer.from(text, "base64").toString()],
    ["json-string", (text: string) => JSON.parse(text)],
    ["url-percent", (text: string) => decodeURIComponent(text)],
    ["raw", (text: string) => text],
  ] as const)("%s can be read back, whatever the value holds", (name, decode) => {
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => decode(ENCODERS[name].encode(text)) === text));
  });

  it("url-percent leaves nothing that a URL gives a meaning to", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) =>
        /^([\w.~-]|%[0-9A-F]{2})*$/.test(ENCODERS["url-percent"].encode(text)),
      ),
    );
  });

  it("rclone-obscure is what rclone reads: a block, then the text under its key, and never twice the same", () => {
    const key = Buffer.from("9c935b48730a554d6bfd7c63c886a92bd390198eb8128afbf4de162b8b95f638", "hex");
    const [one, two] = [ENCODERS["rclone-obscure"].encode(HOSTILE), ENCODERS["rclone-obscure"].encode(HOSTILE)];
    const bytes = Buffer.from(one, "base64url");
    const decipher = createDecipheriv("aes-256-ctr", key, bytes.subarray(0, 16));
    expect(decipher.update(bytes.subarray(16)).toString()).toBe(HOSTILE);
    expect(one).not.toBe(two);
    // What rclone itself prints for "potato" with the block "aaaaaaaaaaaaaaaa": https://github.com/rclone/rclone/blob/master/fs/config/obscure/obscure_test.go
    const known = Buffer.from("YWFhYWFhYWFhYWFhYWFhYXMaGgIlEQ", "base64url");
    const other = createDecipheriv("aes-256-ctr", key, known.subarray(0, 16));
    expect(other.update(known.subarray(16)).toString()).toBe("potato");
  });

  it("curl-config is read by curl as it was meant, and cannot add a line of its own", async () => {
    const seen: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.end();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const value = `u:${HOSTILE}`;
    const curl = execFile("curl", ["-q", "--config", "-", `http://127.0.0.1:${port}/`]);
    curl.stdin?.end(`silent\nuser = ${ENCODERS["curl-config"].encode(value)}\n`);
    await once(curl, "exit");
    server.close();
    expect(seen).toEqual([`Basic ${Buffer.from(value).toString("base64")}`]);
    expect(ENCODERS["curl-config"].fault?.("a\0b")).toMatch(/NUL/);
  });
});
