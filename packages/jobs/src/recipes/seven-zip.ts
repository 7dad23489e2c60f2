import type { Recipe } from "@keyferry/core/delivery";

/** The name alone makes it print `7-Zip [64] 16.02 …` (https://7-zip.opensource.jp/chm/cmdline/index.htm). */
const PROGRAM = { name: "7z", versionArgs: [], versionPattern: "^7-Zip.*? (\\d+\\.\\d+)", least: "16.02" } as const;

/** 2: a fatal error, a wrong password among them (https://7-zip.opensource.jp/chm/cmdline/exit_codes.htm). */
const FAILED = [2];

interface Variant extends Pick<Recipe, "id" | "displayName" | "description" | "notes"> {
  readonly setting: string;
  readonly words: readonly string[];
  readonly as: "line" | "ascii-line";
}

/** 7-Zip asks for a password on standard input, once or twice. */
function sevenZip({ id, displayName, description, notes, setting, words, as }: Variant): Recipe {
  const password = { setting, as } as const;
  return {
    id,
    displayName,
    description,
    docsUrl: "https://7-zip.opensource.jp/chm/cmdline/index.htm",
    programs: [PROGRAM],
    settings: [{ setting, required: true }],
    args: [...words.map((word) => ({ pieces: [word] })), { extra: true }],
    payloads: [{ id: setting, delivery: { kind: "stdin" }, parts: [password, "\n", password, "\n"] }],
    loginFailed: FAILED,
    notes: [...notes, "Standard input carries the password, so no file can be piped in."],
  };
}

const ZIP = ["a", "-tzip", "-mem=AES256", "-p"];
const ASCII = "7-Zip takes only ASCII in the password of a zip file.";

export const sevenZipRecipes: readonly Recipe[] = [
  sevenZip({
    id: "7z",
    displayName: "7-Zip, an encrypted archive",
    description: "Makes a 7z archive whose contents and names are encrypted: ARCHIVE.7z FILES.",
    setting: "compression.password",
    words: ["a", "-t7z", "-mhe=on", "-p"],
    as: "line",
    notes: [],
  }),
  sevenZip({
    id: "7z-extract",
    displayName: "7-Zip, extraction",
    description: "Extracts an encrypted archive, 7z or zip, over what is there: ARCHIVE.",
    setting: "compression.password",
    words: ["x", "-y"],
    as: "line",
    notes: [],
  }),
  sevenZip({
    id: "zip",
    displayName: "7-Zip, an encrypted zip file",
    description: "Makes a zip file that is encrypted with AES-256, in place of the program zip: ARCHIVE.zip FILES.",
    setting: "compression.password",
    words: ZIP,
    as: "ascii-line",
    notes: [ASCII, "zip itself asks for a password only on a terminal, and its encryption is broken."],
  }),
  sevenZip({
    id: "log-zip",
    displayName: "7-Zip, a log file for email",
    description: "Packs a log file, encrypted with AES-256, for an email: LOG.zip FILE.",
    setting: "log-email.password",
    words: ZIP,
    as: "ascii-line",
    notes: [ASCII],
  }),
];
