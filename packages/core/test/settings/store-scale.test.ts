import { describe, expect, it } from "vitest";
import { connection, profile, secret, storeAt, temporaryFolder } from "./support/folder.ts";

/** Milliseconds of the processor for one edit and one reading, with so many secrets and profiles, and as many connections as profiles: the best of three. */
async function measure(secrets: number, profiles: number): Promise<number> {
  const store = storeAt(await temporaryFolder());
  await store.update((draft) => {
    for (let at = 0; at < profiles; at += 1) draft.connections.set(`c${at}`, connection(`connection ${at}`));
    for (let at = 0; at < secrets; at += 1) {
      draft.secrets.set(`s${at}`, secret(`secret ${at}`, `c${at % profiles}`));
    }
    for (let at = 0; at < profiles; at += 1) {
      const settings = { "sftp.password": { secret: `s${at}` } };
      draft.profiles.set(`p${at}`, profile(`profile ${at}`, { settings }));
    }
  });
  const times: number[] = [];
  for (let time = 0; time < 3; time += 1) {
    const start = process.cpuUsage();
    await store.update((draft) => draft.profiles.set("p0", profile(`renamed ${time}`)));
    const { secrets: held, connections } = await store.read();
    expect([held.size, connections.size]).toEqual([secrets, profiles]);
    const { user, system } = process.cpuUsage(start);
    times.push((user + system) / 1_000);
  }
  return Math.min(...times);
}

describe("many connections, secrets and profiles", () => {
  it("10,000 and 1,000 cost no more than their number", async () => {
    const few = await measure(1_000, 100);
    const many = await measure(10_000, 1_000);
    // Ten times as many; quadratic work would take a hundred times as long.
    expect(many).toBeLessThan(40 * Math.max(few, 20));
  });
});
