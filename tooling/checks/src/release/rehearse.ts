import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PackageManifest, ROOT, type WorkspacePackage, workspacePackages } from "../repository.ts";

/** A changeset by its summary: package → kind of bump. */
export type Changeset = Readonly<Record<string, "patch" | "minor" | "major">>;

/** A release, tried out on a copy. */
export interface Rehearsal {
  readonly before: readonly WorkspacePackage[];
  readonly after: readonly WorkspacePackage[];
}

/**
 * Runs the very planner and writer that a release runs, on a copy of the package files with a Git history of its own.
 * The checkout's pending changesets take part unless others are given. Nothing of the checkout changes.
 */
export function rehearseRelease(changesets?: readonly Changeset[]): Rehearsal {
  const copy = mkdtempSync(join(tmpdir(), "keyferry-release-"));
  try {
    const before = workspacePackages();
    writeCopy(copy, before, changesets);
    const git = (...args: string[]) =>
      execFileSync("git", ["-C", copy, ...args], { stdio: "pipe", env: gitEnvironment() });
    git("init", "--quiet", "--initial-branch=main");
    git("add", "--all");
    git("commit", "--quiet", "--no-gpg-sign", "--message=before the release");
    const bin = createRequire(join(ROOT, "package.json")).resolve("@changesets/cli/bin.js");
    if (pending(copy).length > 0) execFileSync(process.execPath, [bin, "version"], { cwd: copy, stdio: "pipe" });
    const after = before.map(({ folder }) => ({ folder, manifest: readManifest(join(copy, folder)) }));
    return { before, after };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function writeCopy(copy: string, packages: readonly WorkspacePackage[], changesets?: readonly Changeset[]): void {
  for (const file of ["package.json", "pnpm-workspace.yaml", ".changeset"]) {
    cpSync(join(ROOT, file), join(copy, file), { recursive: true });
  }
  for (const { folder } of packages) {
    mkdirSync(join(copy, folder), { recursive: true });
    cpSync(join(ROOT, folder, "package.json"), join(copy, folder, "package.json"));
  }
  if (changesets === undefined) return;
  for (const file of pending(copy)) rmSync(join(copy, ".changeset", file));
  changesets.forEach((changeset, index) => {
    const head = Object.entries(changeset).map(([name, bump]) => `"${name}": ${bump}\n`);
    writeFileSync(join(copy, `.changeset/rehearsed-${index}.md`), `---\n${head.join("")}---\n\nA change.\n`);
  });
}

function pending(folder: string): string[] {
  return readdirSync(join(folder, ".changeset")).filter((file) => file.endsWith(".md") && file !== "README.md");
}

function readManifest(folder: string): PackageManifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as PackageManifest;
}

/** Git without the person's own configuration, which may sign, hook or refuse; and with nothing of an outer Git's call. */
function gitEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"));
  const who = { NAME: "rehearsal", EMAIL: "rehearsal@localhost" };
  return {
    ...Object.fromEntries(own),
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: who.NAME,
    GIT_AUTHOR_EMAIL: who.EMAIL,
    GIT_COMMITTER_NAME: who.NAME,
    GIT_COMMITTER_EMAIL: who.EMAIL,
  };
}
