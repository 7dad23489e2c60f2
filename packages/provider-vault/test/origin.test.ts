import { describe, expect, it } from "vitest";
import { readConnection } from "../src/connection.ts";
import { connection, open } from "./support/connection.ts";
import { testHost } from "./support/host.ts";

const read = (fields: Readonly<Record<string, string | boolean>>, authFields = {}) =>
  readConnection(connection(fields, "token", { token: "t" }, authFields));

describe("the address", () => {
  it.each([
    ["http://127.0.0.1:8200/v1/secrets_engine/", "http://127.0.0.1:8200", "secrets_engine"],
    ["https://vault.example.com:8200/v1/secret", "https://vault.example.com:8200", "secret"],
    ["https://VAULT.Example.com/v1/team/kv/", "https://vault.example.com", "team/kv"],
    ["HTTPS://vault.example.com:443/v1/my%20kv/", "https://vault.example.com", "my kv"],
    ["https://gate.example.com/vault/v1/secret/", "https://gate.example.com/vault", "secret"],
    ["http://[::1]:8200/v1/secret", "http://[::1]:8200", "secret"],
  ])("%s gives endpoint and mount", (url, endpoint, mount) => {
    expect(read({ url })).toMatchObject({ endpoint, mount });
  });

  it.each([
    ["https://vault.example.com:8200"],
    ["https://vault.example.com:8200/"],
    ["https://vault.example.com:8200/v1/"],
    ["https://vault.example.com:8200/v1/kv/team/"],
  ])("%s goes with a mount of its own field", (url) => {
    expect(read({ url, mount: "/kv/team/" })).toMatchObject({
      endpoint: "https://vault.example.com:8200",
      mount: "kv/team",
    });
  });

  it.each([
    [{ url: "vault.example.com" }, "not an http(s) address"],
    [{ url: "ftp://vault.example.com/v1/secret" }, "not an http(s) address"],
    [{ url: "https://user:pw@vault.example.com/v1/secret" }, "holds a login"],
    [{ url: "https://vault.example.com/v1/secret?x=1" }, "not an http(s) address"],
    [{ url: "https://vault.example.com/v1/secret#x" }, "not an http(s) address"],
    [{ url: "https://vault.example.com\\@evil.example/v1/secret" }, "not an http(s) address"],
    [{ url: "https://vault.example.com/v1/a/../b" }, ". or .."],
    [{ url: "https://vault.example.com/v1/a%2e%2e%2fb/%2e%2e" }, ". or .."],
    [{ url: "https://vault.example.com/../v1/secret" }, "plain parts"],
    [{ url: "https://vault.example.com/%2e%2e/v1/secret" }, "plain parts"],
    [{ url: "https://vault.example.com/ui/vault/secrets" }, "web pages"],
    [{ url: "https://vault.example.com:8200" }, "which mount is meant"],
    [{ url: "https://vault.example.com/v1/secret", mount: "kv" }, "two mounts"],
    [{ url: "https://vault.example.com", mount: "a/../b" }, ". or .."],
    [{ url: "http://vault.example.com/v1/secret" }, "plain http"],
    [{ url: "http://127.0.0.1.evil.example/v1/secret" }, "plain http"],
    [{ url: "https://vault.example.com/v1/secret", peers: "http://b.example" }, "plain http"],
    [{ url: "https://vault.example.com/v1/secret", peers: "https://b.example/x" }, "with a path"],
    [{ url: "https://vault.example.com/v1/secret", peers: "http://127.0.0.1:1" }, "plain http"],
    [{ url: "https://vault.example.com/v1/secret", caFile: "ca.pem" }, "absolute"],
    [{ url: "https://vault.example.com/v1/secret", namespace: "a\nb" }, "namespace"],
    [{ url: "https://vault.example.com/v1/secret", proxy: "http://u:p@proxy:1" }, "proxy"],
    [{ url: "http://127.0.0.1:8200/v1/secret", proxy: "http://proxy:1" }, "through a proxy"],
  ])("%j is refused", (fields, message) => {
    expect(() => read(fields as Record<string, string>)).toThrow(
      expect.objectContaining({
        failure: expect.objectContaining({ code: "invalid-connection", message: expect.stringContaining(message) }),
      }),
    );
  });

  it("takes plain http to another machine only where the connection says so", () => {
    expect(read({ url: "http://vault.example.com/v1/secret", allowPlainHttp: true })).toMatchObject({
      allowPlainHttp: true,
    });
    expect(read({ url: "http://agent/v1/secret" }, { socketPath: "/run/agent.sock" })).toMatchObject({
      socketPath: "/run/agent.sock",
      allowPlainHttp: false,
    });
  });
});

describe("files of a connection", () => {
  it.each([
    ["does not exist", "/nonexistent/ca.pem", "cannot be read"],
    ["is a folder", "/", "cannot be read"],
    ["holds no certificate", import.meta.filename, "no PEM certificate"],
  ])("a CA file that %s is named before anything is sent", async (_, caFile, message) => {
    const { host, requests } = testHost();
    const to = connection({ url: "https://vault.example.com/v1/secret", caFile }, "token", { token: "t" });
    await expect(open(to, host)).rejects.toMatchObject({
      failure: { code: "invalid-connection", message: expect.stringContaining(message) },
    });
    expect(requests).toEqual([]);
  });
});
