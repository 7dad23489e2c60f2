import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { keychainRefusal } from "../../src/keepers/keychain/refusal.ts";
import { CONNECTION, failuresOf, ground, LOGIN } from "../support.ts";

// A keychain that works is tried by test:services, which may install one. Here: the real library, and what is not there.
describe.runIf(process.platform === "linux")("the keychain of a Linux session", () => {
  it("that has no bus, or a bus that is gone, is absent: told as such, with nothing written", async () => {
    for (const env of [{}, { DBUS_SESSION_BUS_ADDRESS: "unix:path=/nonexistent/bus" }]) {
      const { open, path } = ground();
      const [failure] = await failuresOf(
        open({ limitMs: 60_000 }, env).seal(CONNECTION, LOGIN, { keeper: "keychain" }),
      );
      expect(failure).toMatchObject({
        code: "unauthenticated",
        where: "keeper keychain",
        message: expect.stringMatching(/there is no keychain/),
        hint: expect.stringMatching(/another keeper/),
      });
      expect(await open().status()).toBeUndefined();
      expect(path).toBeTruthy();
    }
  });

  it("that hangs is given up at the limit, and its process ended", async () => {
    const { open, folder } = ground();
    const bus = join(folder, "bus");
    const heard = Promise.withResolvers<void>();
    let gone = false;
    const server = createServer((socket) => {
      heard.resolve();
      socket.resume().on("close", () => {
        gone = true;
      });
    }).listen(bus);
    onTestFinished(() => void server.close());
    const env = { DBUS_SESSION_BUS_ADDRESS: `unix:path=${bus}` };
    const running = failuresOf(open({ limitMs: 15_000 }, env).seal(CONNECTION, LOGIN, { keeper: "keychain" }));
    await heard.promise;
    const [failure] = await running;
    expect(failure).toMatchObject({
      code: "unavailable",
      message: "the keychain did not answer in time",
      hint: expect.any(String),
    });
    await expect.poll(() => gone).toBe(true);
  });
});

describe("what the library says", () => {
  it.each([
    ["Platform failure: DBus error: Failed to connect to socket /nonexistent: No such file or directory", "absent"],
    ["Platform failure: DBus error: The name org.freedesktop.secrets was not provided by any .service files", "absent"],
    [
      "Platform failure: DBus error: Did not receive a reply. Possible causes include: the remote application did not send one",
      "silent",
    ],
    ["Couldn't access platform storage: Secret Service: unlock prompt was dismissed", "locked"],
    ["Entry is matched by multiple credentials", "ambiguous"],
    ["something that a later version says", "failed"],
  ])("%s: %s", (message, refusal) => {
    expect(keychainRefusal(message)).toBe(refusal);
  });
});
