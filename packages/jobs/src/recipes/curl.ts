import type { Recipe, RecipePayload } from "@keyferry/core/delivery";

/** `curl --version` prints `curl 7.88.1 (…)`. */
const PROGRAM = {
  name: "curl",
  versionArgs: ["--version"],
  versionPattern: "^curl (\\d+\\.\\d+\\.\\d+)",
  least: "7.61.0",
} as const;

/** A config file of curl with the address and the login (https://curl.se/docs/manpage.html#-K). */
function config(scheme: string, group: string, hasPort: boolean): RecipePayload {
  const [host, port, path] = [`${group}.host`, `${group}.port`, `${group}.path`];
  return {
    id: "config",
    delivery: { kind: "fd", descriptor: 7 },
    parts: [
      `url = "${scheme}://`,
      { setting: host, as: "curl-quoted" },
      ...(hasPort ? [{ when: [port], text: ":" }, { when: [port], setting: port, as: "curl-quoted" } as const] : []),
      "/",
      { when: [path], setting: path, as: "curl-quoted" },
      '"\nuser = "',
      { setting: `${group}.username`, as: "curl-username" },
      ":",
      { setting: `${group}.password`, as: "curl-quoted" },
      '"\n',
    ],
  };
}

function settings(group: string, hasPort: boolean): Recipe["settings"] {
  return [
    { setting: `${group}.host`, required: true },
    ...(hasPort ? [{ setting: `${group}.port` }] : []),
    { setting: `${group}.path` },
    { setting: `${group}.username`, required: true },
    { setting: `${group}.password`, required: true },
  ];
}

const NAME = "A user name must not contain a colon: curl takes the first one for its end.";
const ARGS: Recipe["args"] = [{ pieces: ["--config"] }, { pieces: [{ path: "config" }] }, { extra: true }];
const DOCS = "https://curl.se/docs/manpage.html";

/** 67: "the user name, password, or similar was not accepted" (https://curl.se/docs/manpage.html, "Exit codes"). */
const DENIED = [67];

export const curlFtp: Recipe = {
  id: "curl-ftp",
  displayName: "curl, FTP",
  description:
    "Transfers files by FTP: -T FILE sends one into the profile's folder, -o FILE fetches the one that it names.",
  docsUrl: DOCS,
  programs: [PROGRAM],
  settings: settings("ftp", true),
  args: ARGS,
  payloads: [config("ftp", "ftp", true)],
  loginFailed: DENIED,
  notes: [NAME, "FTP is not encrypted unless you add --ssl-reqd. A folder's path ends with a slash."],
};

export const curlSftp: Recipe = {
  id: "curl-sftp",
  displayName: "curl, SFTP",
  description:
    "Transfers files by SFTP: -T FILE sends one into the profile's folder, -o FILE fetches the one that it names.",
  docsUrl: DOCS,
  programs: [PROGRAM],
  settings: settings("sftp", true),
  args: ARGS,
  payloads: [config("sftp", "sftp", true)],
  loginFailed: DENIED,
  notes: [NAME, "The server's key is looked up in ~/.ssh/known_hosts. A path is absolute, or begins with ~/."],
};

export const curlWebdav: Recipe = {
  id: "curl-webdav",
  displayName: "curl, WebDAV",
  description:
    "Transfers files by WebDAV over TLS: -T FILE sends one into the profile's folder, -o FILE fetches the one that it names.",
  docsUrl: DOCS,
  programs: [PROGRAM],
  settings: settings("cloud", false),
  // Without --fail a refused login is a success, with the server's page as the file.
  args: [{ pieces: ["--fail"] }, ...ARGS],
  payloads: [config("https", "cloud", false)],
  // Every answer from 400 on.
  loginFailed: [22],
  notes: [NAME, "Write a port after the host: example.org:8443. A folder's path ends with a slash."],
};
