// Runs on Windows: one step with a real store and the real Credential Manager. Its answer goes into a file.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createCredentialStore } from "@keyferry/credential-store";
import { Entry } from "@napi-rs/keyring";

const { step, secret, answer } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const folder = join(process.env.LOCALAPPDATA, "Keyferry");
const place = { settingsPath: join(folder, "settings.json"), env: { ...process.env } };
const connection = { connectionId: "c1", provider: "acme", origin: { endpoint: "https://a.example" } };
const open = () => createCredentialStore(place, { limitMs: 600_000 });
const found = async () => ((await open().open(connection)).token === secret ? "the same" : "another");

const STEPS = {
  async seal() {
    await open().seal(connection, { token: secret }, { keeper: "keychain" });
    return "sealed";
  },
  open: found,
  async rewrap() {
    await open().rewrap(`key-file:${join(folder, "key")}`, new Set(["c1"]));
    const inFile = await found();
    await open().rewrap("keychain", new Set(["c1"]));
    return inFile === "the same" ? found() : inFile;
  },
  async lost() {
    const { keeper } = JSON.parse(readFileSync(join(folder, "credentials.sealed.json"), "utf8"));
    new Entry("keyferry", keeper.keyId).deleteCredential();
    return found();
  },
};

const said = await STEPS[step]().catch((error) => error.message);
writeFileSync(answer, JSON.stringify(said));
