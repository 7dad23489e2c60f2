import { arrived, putCargo } from "./files.ts";
import type { RecipeTrial } from "./trial.ts";

const LINE = "p\"a$s'\\&€ %";

export const TRANSFER_TRIALS: readonly RecipeTrial[] = [
  {
    name: "rsync",
    recipe: "rsync",
    service: "rsync",
    packages: ["rsync"],
    alphabet: LINE,
    async job(stage) {
      await putCargo(stage);
      return {
        literals: {},
        secrets: { "network.username": stage.account.systemName, "network.password": stage.account.password },
        args: ["-t", "cargo.txt", `rsync://127.0.0.1:${stage.server.ports.rsync}/files/`],
        prove: () => arrived(stage.server.facts?.home),
        login: "network.password",
      };
    },
  },
  {
    name: "curl-ftp",
    recipe: "curl-ftp",
    service: "ftp",
    packages: ["curl"],
    alphabet: LINE,
    async job(stage) {
      await putCargo(stage);
      return {
        literals: { "ftp.host": "127.0.0.1", "ftp.port": String(stage.server.ports.ftp) },
        secrets: { "ftp.username": stage.account.username, "ftp.password": stage.account.password },
        args: ["--silent", "--show-error", "--upload-file", "cargo.txt"],
        prove: () => arrived(stage.server.facts?.home),
        login: "ftp.password",
      };
    },
  },
  {
    name: "lftp",
    recipe: "lftp",
    service: "ftp",
    packages: ["lftp"],
    alphabet: LINE,
    async job(stage) {
      await putCargo(stage);
      return {
        literals: {
          "ftp.host": "127.0.0.1",
          "ftp.port": String(stage.server.ports.ftp),
          "lftp.commands": "put cargo.txt -o by-lftp.txt",
        },
        secrets: { "ftp.username": stage.account.username, "ftp.password": stage.account.password },
        prove: () => arrived(stage.server.facts?.home, "by-lftp.txt"),
        login: "ftp.password",
      };
    },
  },
  {
    name: "curl-webdav",
    recipe: "curl-webdav",
    service: "webdav",
    packages: ["curl"],
    alphabet: LINE,
    async job(stage) {
      await putCargo(stage);
      return {
        literals: { "cloud.host": `localhost:${stage.server.ports.https}` },
        secrets: { "cloud.username": stage.account.username, "cloud.password": stage.account.password },
        args: ["--silent", "--show-error", "--cacert", stage.ca, "--upload-file", "cargo.txt"],
        prove: () => arrived(stage.server.facts?.home),
        login: "cloud.password",
      };
    },
  },
  {
    name: "smbclient",
    recipe: "smbclient",
    service: "samba",
    packages: ["smbclient"],
    alphabet: LINE,
    async job(stage) {
      await putCargo(stage);
      return {
        literals: { "network.host": "127.0.0.1", "network.path": "files" },
        secrets: { "network.username": stage.account.systemName, "network.password": stage.account.password },
        args: [`--port=${stage.server.ports.smb}`, "--command=put cargo.txt"],
        prove: () => arrived(stage.server.facts?.home),
        login: "network.password",
      };
    },
  },
];
