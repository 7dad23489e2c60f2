import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ServerHarness, ServerSuite } from "../conformance/server-suite.ts";
import { removeFolder } from "../remove-folder.ts";
import { openMoto, wrongKey } from "./harness.ts";
import { recordedCalls } from "./recording.ts";

const FOREIGN_REFUSAL =
  "moto refuses a wrong signature with XML as text/html, where AWS's JSON protocol answers in JSON: not an answer of AWS's";

/** The conformance suite over moto. */
export const motoSuite: ServerSuite = {
  deviations: {
    "check/refused": FOREIGN_REFUSAL,
    "check/refused-read": FOREIGN_REFUSAL,
    "isolation/logins": FOREIGN_REFUSAL,
  },
  cannot: {
    deny: "moto asks for rights over * whatever the resource, so no single secret can be denied",
    seedMany: "moto takes minutes to make 10,000 secrets",
    otherwise: "moto fails on nobody's behalf",
  },
  open: async (installation, { logs }) => openHarness(join(installation, "bin", "python"), logs),
};

async function openHarness(python: string, logs: string): Promise<ServerHarness> {
  // moto's record holds the bodies too: it rests in a folder that goes with the server.
  const folder = await mkdtemp(join(tmpdir(), "keyferry-moto-"));
  const record = join(folder, "record.jsonl");
  const env = { MOTO_ENABLE_RECORDING: "true", MOTO_RECORDER_FILEPATH: record };
  const moto = await openMoto(python, join(logs, "moto-conformance.log"), env);
  const { region, endpoint, reader } = moto;
  return {
    connection: {
      name: "conformance",
      fields: { region, endpoint, fips: false, dualstack: false },
      auth: { method: "access-key", fields: {} },
      credentials: { ...reader },
    },
    payloads: ["text", "bytes"],
    nameOf: (plain) => `backup/${plain}`,
    hostileNames: ["a/b/../c", "..", "name-abcdef", "/a//b/", "UPPER_and.lower+=@-!"],
    descriptions: ["list", "describe"],
    otherCredentials: wrongKey(moto),
    seed: async (name, payload, { description } = {}) => void (await moto.seed(name, payload, description)),
    remove: moto.remove,
    calls: () => recordedCalls(record, reader.accessKeyId),
    stop: async () => {
      await moto.stop();
      await removeFolder(folder);
    },
  };
}
